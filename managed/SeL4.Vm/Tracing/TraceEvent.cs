// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// Something that a guest caused, and what became of it. An instruction that moves a pair of registers is two. An event may be
/// kept, longer than its VM too: it stays what it was when it was told.
/// </summary>
/// <remarks>Maps to <c>vm_trace_event_t</c>, <c>vm_find_reservation</c> and <c>vm_get_reservation_info</c>.</remarks>
public readonly record struct TraceEvent
{
    internal TraceEvent(VirtualMachine machine, in vm_trace_event_t traced)
    {
        Machine = machine;
        Kind = (TraceEventKind)traced.kind;
        Answer = (TraceAnswer)traced.answer;
        Sequence = traced.sequence;
        Time = TimeSpan.FromTicks((long)(traced.time_ns / TimeSpan.NanosecondsPerTick));
        Vcpu = traced.vcpu_id < 0 ? null : machine.Vcpus[traced.vcpu_id];
        Syndrome = new Syndrome(traced.syndrome);
        ProgramCounter = traced.pc;
        Address = new GuestAddress(traced.address);
        Length = (int)traced.size;
        IsWrite = traced.is_write != 0;
        IsInstructionFetch = traced.is_fetch != 0;
        Register = traced.reg;
        Value = traced.has_value != 0 ? traced.value : null;
        Function = traced.function;
        Arguments = (traced.argument1, traced.argument2, traced.argument3);
        if (Kind == TraceEventKind.Memory)
        {
            Reservation = machine.Memory.Find(Address, out GuestRange range, out string? kind);
            Place = range;
            PlaceKind = kind;
        }
    }

    /// <summary>The VM.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>What happened.</summary>
    public TraceEventKind Kind { get; }

    /// <summary>What became of it.</summary>
    public TraceAnswer Answer { get; }

    /// <summary>Number among the events of the VM that were traced, from 1.</summary>
    public ulong Sequence { get; }

    /// <summary>When it arrived, since the machine was switched on.</summary>
    public TimeSpan Time { get; }

    /// <summary>The vCPU; <see langword="null"/> for an alarm and a notification.</summary>
    public Vcpu? Vcpu { get; }

    /// <summary>ESR_EL2; 0 where there is none.</summary>
    public Syndrome Syndrome { get; }

    /// <summary>Guest program counter, a virtual address.</summary>
    public ulong ProgramCounter { get; }

    /// <summary>Memory: guest physical address.</summary>
    public GuestAddress Address { get; }

    /// <summary>Memory: bytes, 1, 2, 4 or 8; 0 when nobody knows, as the instruction was not looked at.</summary>
    public int Length { get; }

    /// <summary>Memory: the guest writes.</summary>
    public bool IsWrite { get; }

    /// <summary>Memory: the guest fetches an instruction.</summary>
    public bool IsInstructionFetch { get; }

    /// <summary>Memory: register that is loaded or stored, 0 to 31, where 31 is XZR.</summary>
    public int Register { get; }

    /// <summary>
    /// What was stored or loaded; of calls, x0 afterwards; of interrupts, the number; of notifications, the badge.
    /// <see langword="null"/> where there is none, or nobody knows it.
    /// </summary>
    public ulong? Value { get; }

    /// <summary>Calls: the function, x0.</summary>
    public ulong Function { get; }

    /// <summary>Calls: x1 to x3.</summary>
    public (ulong X1, ulong X2, ulong X3) Arguments { get; }

    /// <summary>
    /// Memory: the program's reservation around <see cref="Address"/> when the event was told, which may have been given back since;
    /// <see langword="null"/> where there was none.
    /// </summary>
    public MemoryReservation? Reservation { get; }

    /// <summary>The event in a line: <c>vCPU 0 pc 0x40080000 write of 4 bytes at 0x09000000 (uart+0x0) from w2 = 0x48: handled</c>.</summary>
    public override string ToString() => TraceText.Of(this);

    /// <summary>What the address lay in: the range of a reservation, of the program or the library; empty for none.</summary>
    internal GuestRange Place { get; }

    /// <summary>What backed <see cref="Place"/>, in a word; <see langword="null"/> for none.</summary>
    internal string? PlaceKind { get; }
}

/// <summary>What a <see cref="TraceEvent"/> is.</summary>
/// <remarks>Maps to <c>vm_trace_kind_t</c>.</remarks>
public enum TraceEventKind
{
    /// <summary>The guest touched memory that was not mapped, or not with that right.</summary>
    Memory,

    /// <summary>HVC.</summary>
    Hvc,

    /// <summary>SMC.</summary>
    Smc,

    /// <summary>WFI or WFE.</summary>
    Wait,

    /// <summary>Another exception that came to EL2.</summary>
    VcpuFault,

    /// <summary>The guest has finished with an interrupt (maintenance interrupt of the GIC).</summary>
    InterruptEnd,

    /// <summary>The vCPU's virtual timer has fired.</summary>
    Timer,

    /// <summary>A message that the guest made up with a kernel call of its own.</summary>
    Forged,

    /// <summary>The alarm that wakes waiting vCPUs.</summary>
    Alarm,

    /// <summary>A notification, or a message from elsewhere.</summary>
    Notification,
}

/// <summary>What became of a <see cref="TraceEvent"/>.</summary>
/// <remarks>Maps to <c>vm_trace_answer_t</c>.</remarks>
public enum TraceAnswer
{
    /// <summary>It was handled.</summary>
    Handled,

    /// <summary>A handler let the guest go on without an effect.</summary>
    Ignored,

    /// <summary>The guest repeats the instruction, because a handler wanted that.</summary>
    Restarted,

    /// <summary>The page was mapped, and the guest repeats the instruction.</summary>
    Mapped,

    /// <summary>The page's use was noted, and the guest repeats the instruction.</summary>
    Tracked,

    /// <summary>Nothing is wrong any more, and the guest repeats the instruction.</summary>
    Stale,

    /// <summary>The instruction has no effect here (cache maintenance, prefetch).</summary>
    Skipped,

    /// <summary>The guest takes an abort.</summary>
    Aborted,

    /// <summary>The vCPU waits for an interrupt.</summary>
    Waits,

    /// <summary>The vCPU is off.</summary>
    Off,

    /// <summary>The VM stops.</summary>
    Stopped,
}
