// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Events of a guest in words.</summary>
internal static class TraceText
{
    private const int ZeroRegister = 31;

    // Bit 30 of a function identifier tells the 64-bit form of a call (Arm DEN 0028, 2.5).
    private const ulong WideCall = 1ul << 30;

    // Function identifiers: Arm DEN 0022 (PSCI), 5; DEN 0028 (SMCCC), 7.
    private static readonly Dictionary<ulong, string> Calls = new()
    {
        [0x8000_0000] = "SMCCC_VERSION",
        [0x8000_0001] = "SMCCC_ARCH_FEATURES",
        [0x8400_0000] = "PSCI_VERSION",
        [0x8400_0001] = "CPU_SUSPEND",
        [0x8400_0002] = "CPU_OFF",
        [0x8400_0003] = "CPU_ON",
        [0x8400_0004] = "AFFINITY_INFO",
        [0x8400_0005] = "MIGRATE",
        [0x8400_0006] = "MIGRATE_INFO_TYPE",
        [0x8400_0008] = "SYSTEM_OFF",
        [0x8400_0009] = "SYSTEM_RESET",
        [0x8400_000a] = "PSCI_FEATURES",
        [0x8400_000e] = "SYSTEM_SUSPEND",
        [0x8400_0012] = "SYSTEM_RESET2",
    };

    public static string Of(in TraceEvent traced)
    {
        string place = traced.Vcpu is { } vcpu ? $"vCPU {vcpu.Number} pc 0x{traced.ProgramCounter:x} " : "";
        return $"{place}{What(traced)}: {Answer(traced)}";
    }

    private static string What(in TraceEvent traced) => traced.Kind switch
    {
        TraceEventKind.Memory => Memory(traced),
        TraceEventKind.Hvc or TraceEventKind.Smc => Call(traced),
        TraceEventKind.Wait => (traced.Syndrome.Value & 1) == 0 ? "WFI" : "WFE",
        TraceEventKind.VcpuFault => $"exception, {traced.Syndrome}",
        TraceEventKind.InterruptEnd => $"end of interrupt {traced.Value}",
        TraceEventKind.Timer => $"virtual timer, interrupt {traced.Value}",
        TraceEventKind.Forged => "message made up by the guest",
        TraceEventKind.Alarm => "alarm for waiting vCPUs",
        _ => $"notification 0x{traced.Value:x}",
    };

    private static string Memory(in TraceEvent traced)
    {
        string what = traced.IsInstructionFetch ? "fetch" : traced.IsWrite ? "write" : "read";
        string length = traced.Length switch { 0 => "", 1 => " of 1 byte", int n => $" of {n} bytes" };
        string text = $"{what}{length} at {traced.Address} ({Place(traced)})";
        if (traced.IsInstructionFetch || traced.Length == 0)
        {
            return text;
        }

        string register = (traced.Length == sizeof(ulong) ? "x" : "w") + (traced.Register == ZeroRegister ? "zr" : $"{traced.Register}");
        text += traced.IsWrite ? $" from {register}" : $" to {register}";
        return traced.Value is { } value ? $"{text} = 0x{value:x}" : text;
    }

    private static string Place(in TraceEvent traced)
    {
        GuestAddress address = traced.Address;
        if (traced.Reservation is { } reservation)
        {
            return $"{reservation.Name ?? "reservation"}+0x{address - traced.Place.Start:x}";
        }

        if (traced.Machine.Interrupts is { } controller && controller.Distributor.Contains(address))
        {
            return $"GIC distributor+0x{address - controller.Distributor.Start:x}";
        }

        return traced.PlaceKind is { } kind ? $"{kind} memory+0x{address - traced.Place.Start:x}" : "nothing";
    }

    private static string Call(in TraceEvent traced)
    {
        string name = Calls.TryGetValue((uint)traced.Function & ~WideCall, out string? known) ? $" {known}" : "";
        (ulong x1, ulong x2, ulong x3) = traced.Arguments;
        string text = $"{(traced.Kind == TraceEventKind.Hvc ? "HVC" : "SMC")} 0x{traced.Function:x}{name}(0x{x1:x}, 0x{x2:x}, 0x{x3:x})";
        return traced.Value is { } value ? $"{text} = 0x{value:x}" : text;
    }

    private static string Answer(in TraceEvent traced) => traced.Answer switch
    {
        TraceAnswer.Handled => "handled",
        TraceAnswer.Ignored => "ignored",
        TraceAnswer.Restarted => "restarted",
        TraceAnswer.Mapped => "page mapped",
        TraceAnswer.Tracked => "use of the page noted",
        TraceAnswer.Stale => "in order by now",
        TraceAnswer.Skipped => "no effect",
        TraceAnswer.Aborted => "abort",
        TraceAnswer.Waits => "waits",
        TraceAnswer.Off => "vCPU off",
        _ => "VM stops",
    };
}
