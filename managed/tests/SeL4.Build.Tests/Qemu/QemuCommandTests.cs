// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.Runner.Machines;
using SeL4.Runner.Qemu;

namespace SeL4.Build.Tests.Qemu;

public sealed class QemuCommandTests
{
    private static readonly Machine Virt = MachineCatalog.Find(TestRepository.Real.Machines, "qemu-arm-virt");

    [Fact]
    public void The_machine_of_the_repository_gives_this_command() =>
        Assert.Equal(
            "-machine virt,secure=off,virtualization=on,gic-version=2 -cpu cortex-a57 -m 1024 -display none -no-reboot "
            + "-chardev stdio,id=serial0,mux=off,signal=on -serial chardev:serial0 -monitor none -nic none -kernel a.elf",
            string.Join(' ', QemuCommand.Arguments(Request())));

    [Fact]
    public void A_terminal_has_the_monitor_behind_ctrl_a_and_ctrl_c_stops()
    {
        string command = string.Join(' ', QemuCommand.Arguments(Request(interactive: true)));
        Assert.Contains("mux=on,signal=on", command);
        Assert.Contains("-mon chardev=serial0", command);
    }

    [Fact]
    public void Debugging_waits_for_gdb_on_this_host_only() =>
        Assert.Contains("-S -gdb tcp:127.0.0.1:1234", string.Join(' ', QemuCommand.Arguments(Request(gdb: 1234))));

    private static RunRequest Request(bool interactive = false, int? gdb = null) => new()
    {
        Machine = Virt,
        ImagePath = "a.elf",
        LogPath = "log",
        Interactive = interactive,
        GdbPort = gdb,
    };
}
