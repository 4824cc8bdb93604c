// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm;
using SeL4.Vm.Devices;

namespace SeL4.SoakSuite;

/// <summary>
/// A VM with two CPUs and some devices whose guest executes random instructions. Its handler of exceptions goes on behind the instruction,
/// or somewhere in the code. Half of the guests begin with translation on, half with a second CPU that works too.
/// </summary>
internal sealed class RandomGuest : IDisposable
{
    private const ulong Ram = 0x4000_0000;
    private const ulong RamSize = 0x20_0000;
    private const ulong Vectors = Ram;
    private const ulong Table = Ram + 0x1000;
    private const ulong Code = Ram + 0x1_0000;
    private const ulong CodeOfNextCpu = 0x1_0000;
    private const int CodeWords = 0x1000;
    private const int VectorWords = 0x20;
    private const int VectorCount = 16;

    // A level 1 table of 1 GiB blocks for 39 bits: device memory, then normal memory (Arm DDI 0487, D8.3).
    private const ulong DeviceBlock = 0x401;
    private const ulong NormalBlock = Ram | 0x705;
    private const ulong MemoryAttributes = 0xff04; // 0: device, nGnRE; 1: normal, write-back
    private const ulong TranslationControl = 25 | (3ul << 12) | (1ul << 10) | (1ul << 8) | (1ul << 23); // T0SZ, SH0, ORGN0, IRGN0, EPD1
    private const ulong TranslationAndCachesOn = 0x1005;

    private static readonly uint[] TakeInterrupt =
    [
        0xd2a1003d, // mov  x29, #0x8010000
        0xb9400fbc, // ldr  w28, [x29, #12]     GICC_IAR
        0xb90013bc, // str  w28, [x29, #16]     GICC_EOIR
        0xd69f03e0, // eret
    ];

    private static readonly uint[] GoOn =
    [
        0xd538403d, //    mrs  x29, elr_el1
        0x910013bd, //    add  x29, x29, #4
        0xd53800bc, //    mrs  x28, mpidr_el1
        0x9240039c, //    and  x28, x28, #1
        0xd2a8003e, //    mov  x30, #0x40010000
        0x8b1c43dc, //    add  x28, x30, x28, lsl #16   this CPU's code
        0xcb1c03be, //    sub  x30, x29, x28
        0xd34effde, //    lsr  x30, x30, #14
        0xb400007e, //    cbz  x30, 1f                  it was there
        0x927e2fbd, //    and  x29, x29, #0x3ffc
        0x8b1d039d, //    add  x29, x28, x29
        0xd518403d, // 1: msr  elr_el1, x29
        0xd28000be, //    mov  x30, #5                  EL1 with its stack pointer, nothing masked
        0xd518401e, //    msr  spsr_el1, x30
        0xd2a12014, //    mov  x20, #0x9000000          UART
        0xd2a10015, //    mov  x21, #0x8000000          distributor
        0xd2a10036, //    mov  x22, #0x8010000          CPU interface
        0xd2a14017, //    mov  x23, #0xa000000          virtio
        0xd2a80118, //    mov  x24, #0x40080000         RAM
        0xd2a12039, //    mov  x25, #0x9010000          clock
        0xd2a1e01a, //    mov  x26, #0xf000000          nothing
        0xd2a800fb, //    mov  x27, #0x40070000         RAM
        0xd69f03e0, //    eret
    ];

    private readonly Pl031 _clock;

    public RandomGuest(ulong seed, bool everyRegister)
    {
        var random = new SeededRandom(seed);
        bool translates = random.Below(2) == 0;
        bool hasSecondCpu = random.Below(2) == 0;
        Machine = new VirtualMachine("soak") { UnhandledFaultPolicy = UnhandledFaultPolicy.Abort };
        Machine.Ram.RegisterAt(new GuestRange(Ram, RamSize));
        Vcpu[] vcpus = [Machine.CreateVcpu(), Machine.CreateVcpu()];
        _clock = AddDevices(random);
        WriteVectors();
        var mix = new InstructionMix(random, everyRegister);
        uint[] code = new uint[CodeWords];
        for (int i = 0; i < vcpus.Length; i++)
        {
            mix.Fill(code);
            vcpus[i].AssignTargetCpu(i);
            Write(Code + ((ulong)i * CodeOfNextCpu), code);
        }

        Write<ulong>(Table, [DeviceBlock, NormalBlock]);
        for (int i = 0; i < (hasSecondCpu ? 2 : 1); i++)
        {
            Prepare(vcpus[i], translates);
            vcpus[i].Start(Code + ((ulong)i * CodeOfNextCpu));
        }
    }

    public VirtualMachine Machine { get; }

    /// <summary>Everything that came from the guest to the VMM.</summary>
    public ulong Exits
    {
        get
        {
            VmCounters counters = Machine.Counters;
            return counters.MemoryFaults + counters.SmcCalls + counters.Waits + counters.Maintenance + counters.TimerEvents;
        }
    }

    public void Dispose()
    {
        _clock.Dispose(); // it posts to the machine
        Machine.Dispose();
    }

    private static void Prepare(Vcpu vcpu, bool translates)
    {
        VcpuRegisters registers = vcpu.Registers;
        registers.Set(SystemRegister.VbarEl1, Vectors);
        registers.Set(SystemRegister.CpacrEl1, 3 << 20); // FPEN: floating point does not trap
        for (int i = 0; i < 8; i++)
        {
            registers[20 + i] = Ram; // until the first exception
        }

        if (translates)
        {
            registers.Set(SystemRegister.MairEl1, MemoryAttributes);
            registers.Set(SystemRegister.TcrEl1, TranslationControl);
            registers.Set(SystemRegister.Ttbr0El1, Table);
            registers.Set(SystemRegister.SctlrEl1, registers.Get(SystemRegister.SctlrEl1) | TranslationAndCachesOn);
        }
    }

    private Pl031 AddDevices(SeededRandom random)
    {
        InterruptController controller = Machine.CreateInterruptController();
        var uart = new Pl011(_ => { }, controller.Register(33).SetLevel);
        if (random.Below(2) == 0)
        {
            Machine.Memory.Attach(0x0900_0000, uart);
        }
        else
        {
            Machine.Memory.AttachWithDirectReads(0x0900_0000, uart);
        }

        var clock = new Pl031(DateTimeOffset.UnixEpoch, controller.Register(34).SetLevel, Machine.Post);
        Machine.Memory.Attach(0x0901_0000, clock);
        var console = new VirtioConsole(_ => { });
        Machine.Memory.Attach(0x0a00_0000, new VirtioMmio(Machine.Memory, console, controller.Register(48).SetLevel));
        uart.Receive("soak"u8);
        console.Receive("soak"u8);
        return clock;
    }

    private void WriteVectors()
    {
        // D1.3.1.5: 16 vectors, of which every fourth from the second on is an IRQ.
        for (int i = 0; i < VectorCount; i++)
        {
            Write<uint>(Vectors + (ulong)(i * VectorWords * sizeof(uint)), i % 4 == 1 ? TakeInterrupt : GoOn);
        }
    }

    private void Write<T>(ulong address, ReadOnlySpan<T> words)
        where T : unmanaged => Machine.Ram.Write(address, MemoryMarshal.AsBytes(words));
}
