// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Runs;

namespace SeL4.Runner.Qemu;

/// <summary>Runs one image in QEMU to its end: its EXIT frame, a time-out, QEMU's own end, or the user's.</summary>
public static class GuestRun
{
    /// <summary>Runs <paramref name="request"/>; when the task ends, QEMU has ended too.</summary>
    public static Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation) => SerialRun.RunAsync(
        request,
        () => PipedProcess.StartAsync(request.Machine.Emulator, QemuCommand.Arguments(request), ownsTerminal: request.Interactive),
        typing: !request.Interactive,
        TimeProvider.System,
        cancellation);
}
