// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;

namespace SeL4.Build.Tests.Support;

/// <summary>A machine whose emulator is a shell script.</summary>
internal static class FakeMachine
{
    public static Machine Create(TemporaryFolder folder, string script, double boot = 20, double silence = 20, double total = 30) =>
        new()
        {
            Name = "fake",
            Platform = "fake",
            Type = "fake",
            Cpu = "fake",
            Gic = 2,
            Memory = 64,
            Emulator = folder.Script("fake-qemu", script),
            Timeouts = new MachineTimeouts { Boot = boot, Silence = silence, Total = total },
        };
}
