// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary>A distribution's kernel as a guest, made ready as docs/running-a-guest.md says.</summary>
public sealed class LinuxTests
{
    private const string Kernel = "SEL4_TEST_LINUX";
    private const string Initrd = "SEL4_TEST_INITRD";

    [Requires([Kernel, Initrd], "the kernel and the RAM disk of docs/running-a-guest.md")]
    public async Task It_boots_to_a_shell_that_takes_commands_and_ends_the_run()
    {
        using var terminal = new PseudoTerminal();
        string driver = typeof(Build.Repository).Assembly.Location;
        using Shell run = Shell.Line(
            $"exec setsid --ctty dotnet '{driver}' run --kernel bundled-release --guest \"${Kernel}\" --initrd \"${Initrd}\" "
            + $"--append 'earlycon console=ttyAMA0' --ram 256M <'{terminal.Path}' >'{terminal.Path}' 2>&1",
            TestRepository.Real.Root,
            new Dictionary<string, string>());
        await Task.Run(() => terminal.ReadUntil("is up on 1 CPU(s)")).WaitAsync(TimeSpan.FromMinutes(10));
        terminal.Write("echo $((6 * 7)) answers\n"u8.ToArray());
        await Task.Run(() => terminal.ReadUntil("42 answers")).WaitAsync(TimeSpan.FromMinutes(1));
        terminal.Write("poweroff -f\n"u8.ToArray());
        await Task.Run(() => terminal.ReadUntil("stopped: power off")).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await run.EndAsync(60));
    }
}
