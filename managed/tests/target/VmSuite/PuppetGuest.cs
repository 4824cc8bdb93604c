// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;
using SeL4.Vm.Interop;
using SeL4.Vm.Testing;
using SeL4.Vm.Tests;

namespace SeL4.VmSuite;

/// <summary>A guest of real instructions, run one at a time. Between them its thread is stopped.</summary>
internal sealed unsafe class PuppetGuest : TestGuest
{
    private const int AddressRegister = 28;

    // The CPU interface of a GICv2: GICC_CTLR, GICC_PMR, GICC_IAR, GICC_EOIR (IHI 0048B, 4.4).
    private const ulong CpuInterface = 0x0801_0000;
    private const ulong PriorityMask = CpuInterface + 4;
    private const ulong Acknowledge = CpuInterface + 0xc;
    private const ulong EndOfInterrupt = CpuInterface + 0x10;
    private const uint InterruptBits = 0x3ff;
    private const uint FirstSpecialInterrupt = 1020;

    // Exception class of ESR_EL1 (Arm DDI 0487, D17.2.37).
    private const int ClassShift = 26;
    private const ulong ClassUnknown = 0;
    private const ulong ClassInstructionAbort = 0x21;
    private const ulong ClassDataAbort = 0x25;

    // CPACR_EL1.FPEN: no instruction is trapped (D17.2.30).
    private const ulong VectorRegistersOn = 3 << 20;

    private readonly VirtualMachine _machine;
    private readonly Dictionary<int, uint> _taken = [];
    private ulong _report;

    public PuppetGuest(Vcpu vcpu)
        : base(vcpu)
    {
        _machine = vcpu.Machine;
        int error = TargetNative.target_puppet_map(Vm);
        if (error != 0)
        {
            throw new InvalidOperationException($"The guest's page cannot be mapped: {(KernelError)error}.");
        }

        vcpu.Registers.Set(SystemRegister.VbarEl1, TargetNative.PuppetPage);
        vcpu.Registers.Set(SystemRegister.CpacrEl1, VectorRegistersOn);
        if (!vcpu.IsOnline)
        {
            vcpu.Start();
        }

        Wait();
    }

    public override ulong ProgramCounter => _report != 0 ? _report : Vcpu.Registers.ProgramCounter;

    public override IReadOnlyList<int> PendingInterrupts
    {
        get
        {
            TakeInterrupts();
            return [.. _taken.Keys];
        }
    }

    private vm_t* Vm => (vm_t*)_machine.NativeHandle;

    private bool HasTakenException => _report - TargetNative.PuppetPage < TargetNative.VectorBytes;

    public override ulong GetRegister(int number) => Vcpu.Registers[number];

    public override void SetRegister(int number, ulong value) => Vcpu.Registers[number] = value;

    public override void LoadVector(GuestAddress address) => Access(PuppetOperation.LoadVector, address);

    public override void Execute(GuestAddress address)
    {
        RunToReport(address.Value);

        // What is there is no instruction of ours, and memory is zero at first, which is none at all.
        if (ExceptionClass() != ClassUnknown)
        {
            throw new GuestAbortException(address);
        }
    }

    public override ulong Smc(ulong function, params ReadOnlySpan<ulong> arguments)
    {
        SetRegister(0, function);
        for (int i = 0; i < arguments.Length; i++)
        {
            SetRegister(i + 1, arguments[i]);
        }

        RunToReport(Entry(PuppetOperation.Call));
        return GetRegister(0);
    }

    public override void EndInterrupt(int interrupt)
    {
        TakeInterrupts();
        if (!_taken.Remove(interrupt, out uint value))
        {
            throw new ArgumentException($"Interrupt {interrupt} is not pending.", nameof(interrupt));
        }

        Store(EndOfInterrupt, value);
        RunToReport(Entry(PuppetOperation.Settle));
    }

    public override VmStop Notify(ulong badge)
    {
        int error = TargetNative.target_signal(Vm, badge);
        return error == 0 ? Run() : throw new InvalidOperationException($"The signal failed: {(KernelError)error}.");
    }

    public override VmStop Run(CancellationToken cancellationToken = default) =>
        RunAt(Entry(PuppetOperation.Idle), cancellationToken: cancellationToken);

    public override void StoreTogether(GuestAddress address, uint value, TestGuest other, GuestAddress otherAddress, uint otherValue)
    {
        var second = (PuppetGuest)other;
        second.SetOperands(otherAddress, otherValue);
        second.StartAt(Entry(PuppetOperation.Store32));
        Access(PuppetOperation.Store32, address, value, second);
    }

    protected override ulong Load(GuestAddress address, int size, bool isSigned)
    {
        Access(
            (size, isSigned) switch
            {
                (1, false) => PuppetOperation.Load8,
                (2, false) => PuppetOperation.Load16,
                (4, false) => PuppetOperation.Load32,
                (1, true) => PuppetOperation.Load8Signed,
                (2, true) => PuppetOperation.Load16Signed,
                (4, true) => PuppetOperation.Load32Signed,
                _ => PuppetOperation.Load64,
            },
            address);
        return GetRegister(DataRegister);
    }

    protected override void Store(GuestAddress address, int size, ulong value) => Access(
        size switch
        {
            1 => PuppetOperation.Store8,
            2 => PuppetOperation.Store16,
            4 => PuppetOperation.Store32,
            _ => PuppetOperation.Store64,
        },
        address,
        value);

    private static ulong Entry(PuppetOperation operation) => TargetNative.target_puppet_entry(operation);

    private static bool IsIdle(VmStop stop) => stop is { Reason: StopReason.Requested, Value: TestMachine.Idle };

    private void Access(PuppetOperation operation, GuestAddress address, ulong? value = null, PuppetGuest? other = null)
    {
        SetOperands(address, value);
        RunToReport(Entry(operation), other);
        if (HasTakenException)
        {
            throw ExceptionClass() == ClassDataAbort
                ? new GuestAbortException(address)
                : UnexpectedException();
        }
    }

    private void TakeInterrupts()
    {
        if (_machine.Interrupts is null)
        {
            return;
        }

        Store(PriorityMask, 0xffu);
        Store(CpuInterface, 1u);
        for (uint value = Read<uint>(Acknowledge); (value & InterruptBits) < FirstSpecialInterrupt; value = Read<uint>(Acknowledge))
        {
            _taken[(int)(value & InterruptBits)] = value;
        }
    }

    private void SetOperands(GuestAddress address, ulong? value)
    {
        Vcpu.Registers[AddressRegister] = address.Value;
        if (value is { } data)
        {
            Vcpu.Registers[DataRegister] = data;
        }
    }

    private ulong ExceptionClass()
    {
        ulong found = Vcpu.Registers.Get(SystemRegister.EsrEl1) >> ClassShift;
        return found is ClassUnknown or ClassInstructionAbort or ClassDataAbort
            ? found
            : throw UnexpectedException();
    }

    private InvalidOperationException UnexpectedException()
    {
        VcpuRegisters registers = Vcpu.Registers;
        return new($"The guest took an exception: syndrome 0x{registers.Get(SystemRegister.EsrEl1):x}"
            + $" at 0x{registers.Get(SystemRegister.ElrEl1):x}, address 0x{registers.Get(SystemRegister.FarEl1):x}.");
    }

    private void RunToReport(ulong entry, PuppetGuest? other = null)
    {
        VmStop stop = RunAt(entry, other);
        if (!IsIdle(stop))
        {
            throw new GuestStoppedException(stop);
        }
    }

    private VmStop RunAt(ulong entry, PuppetGuest? other = null, CancellationToken cancellationToken = default)
    {
        StartAt(entry);
        TargetNative.target_puppet_begin(Vm);
        try
        {
            VmStop stop;
            do
            {
                stop = _machine.Run(cancellationToken);
            }
            while (IsIdle(stop) && !HaveReported(this, other));
            return stop;
        }
        finally
        {
            if (!_machine.IsDisposed)
            {
                TargetNative.target_puppet_end(Vm);
                Wait();
                other?.Wait();
            }
        }
    }

    private void StartAt(ulong entry)
    {
        _report = 0;
        Vcpu.Stop();
        Vcpu.Registers.ProgramCounter = entry;
        Vcpu.Start();
    }

    private void Wait() => TargetNative.target_puppet_wait((vm_vcpu_t*)Vcpu.NativeHandle);

    // The first of two to be done waits for the other: running the VM would let it go on.
    private static bool HaveReported(PuppetGuest guest, PuppetGuest? other) => guest.HasReported() & other?.HasReported() != false;

    private bool HasReported()
    {
        _report = TargetNative.target_puppet_report(Vm, (uint)Vcpu.Number);
        if (_report == 0)
        {
            return false;
        }

        Wait();
        return true;
    }
}
