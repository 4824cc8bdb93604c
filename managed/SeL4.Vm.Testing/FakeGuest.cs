// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Numerics;
using SeL4.Vm.Interop;

namespace SeL4.Vm.Testing;

/// <summary>
/// A guest that a test plays: it reads and writes memory, calls the hypervisor and takes interrupts. Memory that is mapped
/// is accessed directly, as a guest does; everything else is a fault that the VM under test has to answer. After an abort it
/// goes on behind the instruction, as a guest with a handler for it would.
/// <para>
/// Whatever the guest does throws <see cref="GuestStoppedException"/> when the VM stops instead of answering; an exception of
/// the VMM's own code comes out as it is. Only <see cref="Run"/> returns why the VM stopped.
/// </para>
/// </summary>
public sealed unsafe class FakeGuest
{
    private const uint DataRegister = 3;
    private const uint InstructionBytes = 4;
    private const int MostRepeats = 8;
    private const int MostArguments = 7;

    // Syndrome of a data abort from a lower exception level (Arm DDI 0487, D17.2.37).
    private const uint ClassDataAbort = 0x24u << 26;
    private const uint ClassInstructionAbort = 0x20u << 26;
    private const uint LongInstruction = 1u << 25;
    private const uint SyndromeValid = 1u << 24;
    private const int SizeShift = 22;
    private const uint SignExtend = 1u << 21;
    private const int RegisterShift = 16;
    private const uint Register64 = 1u << 15;
    private const uint WriteNotRead = 1u << 6;
    private const uint TranslationFault = 0x06;

    // SMC with the immediate 0.
    private const uint ClassSmc = 0x17u << 26;

    private readonly VirtualMachine _machine;

    /// <summary>Starts a vCPU and plays its guest.</summary>
    /// <param name="vcpu">A vCPU that may have been started already.</param>
    /// <param name="entry">Where its program counter is at first.</param>
    public FakeGuest(Vcpu vcpu, ulong entry = 0x4008_0000)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        Vcpu = vcpu;
        _machine = vcpu.Machine;
        ProgramCounter = entry;
        if (!vcpu.IsOnline)
        {
            vcpu.Start();
        }
    }

    /// <summary>The vCPU.</summary>
    public Vcpu Vcpu { get; }

    /// <summary>Its thread is able to run: it neither waits for an answer nor is parked.</summary>
    public bool IsRunning => HostNative.host_is_running(Vm, Number) != 0;

    /// <summary>Interrupts in the list registers: the guest would take them now.</summary>
    public IReadOnlyList<int> PendingInterrupts =>
        [.. Enumerable.Range(0, 4).Select(i => HostNative.host_list_register(Vm, Number, (uint)i)).Where(i => i >= 0)];

    /// <summary>Program counter.</summary>
    public ulong ProgramCounter
    {
        get => HostNative.host_get_register(Vm, Number, (uint)GuestRegister.ProgramCounter);
        set => HostNative.host_set_register(Vm, Number, (uint)GuestRegister.ProgramCounter, value);
    }

    private vm_t* Vm => (vm_t*)_machine.NativeHandle;

    private uint Number => (uint)Vcpu.Number;

    /// <summary>General purpose register x0 to x30.</summary>
    public ulong GetRegister(int number) => HostNative.host_get_register(Vm, Number, (uint)GuestRegisters.X(number));

    /// <summary>Sets general purpose register x0 to x30.</summary>
    public void SetRegister(int number, ulong value) =>
        HostNative.host_set_register(Vm, Number, (uint)GuestRegisters.X(number), value);

    /// <summary>Loads an integer.</summary>
    /// <typeparam name="T">An integer of 1, 2, 4 or 8 bytes; a signed one is extended to 64 bits.</typeparam>
    /// <param name="address">Guest physical address. It need not be aligned, and may be the end of a page.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has another size.</exception>
    /// <exception cref="GuestAbortException">The VM answered with an abort.</exception>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public T Read<T>(GuestAddress address)
        where T : unmanaged, IBinaryInteger<T>
    {
        CheckSize<T>();
        bool isSigned = T.IsNegative(T.Zero - T.One);
        uint access = (isSigned ? SignExtend : 0) | (sizeof(T) == sizeof(ulong) || isSigned ? Register64 : 0);
        Span<byte> value = stackalloc byte[sizeof(T)];
        return Access(address, value, access)
            ? T.ReadLittleEndian(value, !isSigned)
            : T.CreateTruncating(GetRegister((int)DataRegister));
    }

    /// <summary>Stores an integer.</summary>
    /// <typeparam name="T">An integer of 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="address">Guest physical address. It need not be aligned, and may be the end of a page.</param>
    /// <param name="value">What is stored.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has another size.</exception>
    /// <exception cref="GuestAbortException">The VM answered with an abort.</exception>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public void Write<T>(GuestAddress address, T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        CheckSize<T>();
        SetRegister((int)DataRegister, ulong.CreateTruncating(value));
        Span<byte> bytes = stackalloc byte[sizeof(T)];
        value.WriteLittleEndian(bytes);
        Access(address, bytes, WriteNotRead | (sizeof(T) == sizeof(ulong) ? Register64 : 0));
    }

    /// <summary>Fetches an instruction.</summary>
    /// <param name="address">Guest physical address, a multiple of 4.</param>
    /// <exception cref="ArgumentException">It is none: such a fetch ends in the guest itself.</exception>
    /// <exception cref="GuestAbortException">The VM answered with an abort.</exception>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public void Execute(GuestAddress address)
    {
        if (!address.IsAligned(InstructionBytes))
        {
            throw new ArgumentException($"An instruction at {address} is not aligned to {InstructionBytes} bytes.", nameof(address));
        }

        ulong comesFrom = ProgramCounter;
        ProgramCounter = address.Value;
        for (int i = 0; i < MostRepeats; i++)
        {
            if (HostNative.host_guest_memory(Vm, (nuint)address.Value, InstructionBytes, 0) != null)
            {
                return;
            }

            HostNative.host_push_memory_fault(Vm, Number, (nuint)address.Value, 1, ClassInstructionAbort | LongInstruction | TranslationFault);
            RunUntilIdle();
            if (ProgramCounter != address.Value)
            {
                ProgramCounter = comesFrom;
                throw new GuestAbortException(address);
            }
        }

        throw new InvalidOperationException($"The guest fetches from {address} for ever.");
    }

    /// <summary>Makes an SMC call.</summary>
    /// <param name="function">Function identifier.</param>
    /// <param name="arguments">x1 and on, at most 7.</param>
    /// <returns>x0.</returns>
    /// <exception cref="ArgumentException">There are more than 7 arguments.</exception>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public ulong Smc(ulong function, params ReadOnlySpan<ulong> arguments)
    {
        if (arguments.Length > MostArguments)
        {
            throw new ArgumentException($"{arguments.Length} arguments: an SMC call has at most {MostArguments}, x1 to x{MostArguments}.", nameof(arguments));
        }

        SetRegister(0, function);
        for (int i = 0; i < arguments.Length; i++)
        {
            SetRegister(i + 1, arguments[i]);
        }

        RaiseVcpuFault(ClassSmc | LongInstruction);
        return GetRegister(0);
    }

    /// <summary>Takes an exception that is none of memory.</summary>
    /// <param name="syndrome">ESR_EL2.</param>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public void RaiseVcpuFault(uint syndrome)
    {
        HostNative.host_push_vcpu_fault(Vm, Number, syndrome);
        RunUntilIdle();
    }

    /// <summary>Takes an abort with any syndrome, for what <see cref="Read{T}"/> and <see cref="Write{T}"/> cannot say.</summary>
    /// <param name="address">Guest physical address.</param>
    /// <param name="syndrome">ESR_EL2.</param>
    /// <param name="isFetch">An instruction fetch.</param>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public void RaiseMemoryFault(GuestAddress address, uint syndrome, bool isFetch = false)
    {
        HostNative.host_push_memory_fault(Vm, Number, (nuint)address.Value, isFetch ? (byte)1 : (byte)0, syndrome);
        RunUntilIdle();
    }

    /// <summary>Finishes an interrupt that the guest has taken.</summary>
    /// <param name="interrupt">One of <see cref="PendingInterrupts"/>.</param>
    /// <exception cref="ArgumentException">It is not pending.</exception>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public void EndInterrupt(int interrupt)
    {
        for (uint i = 0; i < 4; i++)
        {
            if (HostNative.host_list_register(Vm, Number, i) == interrupt)
            {
                HostNative.host_end_interrupt(Vm, Number, i);
                RunUntilIdle();
                return;
            }
        }

        throw new ArgumentException($"Interrupt {interrupt} is not pending.", nameof(interrupt));
    }

    /// <summary>Lets an event arrive that is not of the guest.</summary>
    /// <param name="badge">Its badge.</param>
    /// <exception cref="GuestStoppedException">The VM stopped.</exception>
    public void Notify(ulong badge)
    {
        HostNative.host_push_event(badge);
        RunUntilIdle();
    }

    /// <summary>Lets the VM do what is to be done, posted actions too.</summary>
    /// <param name="cancellationToken">As in <see cref="VirtualMachine.Run"/>.</param>
    /// <returns>Why the VM stopped; <see cref="FakeMachine.Idle"/> when nothing was left.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public VmStop Run(CancellationToken cancellationToken = default)
    {
        HostNative.host_leave_when_idle(Vm);
        return _machine.Run(cancellationToken);
    }

    private static void CheckSize<T>()
        where T : unmanaged
    {
        if (sizeof(T) is not (1 or 2 or 4 or 8))
        {
            throw new ArgumentException($"{typeof(T).Name} has {sizeof(T)} bytes: a guest reads and writes 1, 2, 4 or 8 at once.", nameof(T));
        }
    }

    // True when memory was accessed, false when the VM has answered the access.
    private bool Access(GuestAddress address, Span<byte> value, uint access)
    {
        uint syndrome = ClassDataAbort | LongInstruction | SyndromeValid | TranslationFault
            | ((uint)BitOperations.Log2((uint)value.Length) << SizeShift) | (DataRegister << RegisterShift) | access;
        ulong pc = ProgramCounter;
        for (int i = 0; i < MostRepeats; i++)
        {
            if (AccessMemory(address, value, (access & WriteNotRead) != 0) is not { } missing)
            {
                ProgramCounter = pc + InstructionBytes;
                return true;
            }

            HostNative.host_push_memory_fault(Vm, Number, (nuint)missing.Value, 0, syndrome);
            RunUntilIdle();
            ulong next = ProgramCounter;
            if (next == pc + InstructionBytes)
            {
                return false;
            }

            if (next != pc)
            {
                // As a guest's handler would, behind the instruction.
                ProgramCounter = pc + InstructionBytes;
                throw new GuestAbortException(missing);
            }
        }

        throw new InvalidOperationException($"The guest repeats its access to {address} for ever.");
    }

    // All bytes, or none and where the first is that the guest cannot access. Where an access crosses pages, it has two parts.
    private GuestAddress? AccessMemory(GuestAddress address, Span<byte> value, bool isWrite)
    {
        int first = (int)Math.Min((ulong)value.Length, GuestMemory.PageBytes - (address.Value % GuestMemory.PageBytes));
        void* low = Memory(address, first, isWrite);
        if (low == null)
        {
            return address;
        }

        int rest = value.Length - first;
        void* high = rest == 0 ? null : Memory(address + (ulong)first, rest, isWrite);
        if (rest != 0 && high == null)
        {
            return address + (ulong)first;
        }

        Copy(new Span<byte>(low, first), value[..first], isWrite);
        Copy(new Span<byte>(high, rest), value[first..], isWrite);
        return null;
    }

    private void* Memory(GuestAddress address, int size, bool isWrite) =>
        HostNative.host_guest_memory(Vm, (nuint)address.Value, (nuint)size, isWrite ? (byte)1 : (byte)0);

    private static void Copy(Span<byte> memory, Span<byte> value, bool isWrite)
    {
        if (isWrite)
        {
            value.CopyTo(memory);
        }
        else
        {
            memory.CopyTo(value);
        }
    }

    private void RunUntilIdle()
    {
        VmStop stop = Run();
        if (stop is not { Reason: StopReason.Requested, Value: FakeMachine.Idle })
        {
            throw new GuestStoppedException(stop);
        }
    }
}
