// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary><c>hil</c> on loopback boards: QEMU that a reset command starts anew, with its serial port behind a socket.</summary>
public sealed class HilCommandTests : IDisposable
{
    private const string Machine =
        "qemu-system-aarch64 -machine virt,virtualization=on,gic-version=2 -cpu cortex-a57 -m 1024 -nic none -display none "
        + "-no-reboot -monitor none -kernel delivered.img";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_suite_runs_on_a_board_as_it_does_in_QEMU()
    {
        string board = Board("unix: serial", "deliver: cp \"$SEL4_IMAGE\" delivered.img", $"{Machine} -serial unix:serial,server=on,wait=on");
        using Shell hil = Hil(board, "rootserver/");
        await hil.SucceedAsync(600);
        Assert.Matches(@"[1-9]\d+ passed, 0 failed, \d+ skipped", hil.Output);
        string log = File.ReadAllText(_folder.File("results/bundled-debug/rootserver.serial.log"));
        Assert.Contains("device tree from the firmware", log); // a raw image: an ELF file would find no tree in x0
        AssertOff();
    }

    [Fact]
    public async Task A_crash_and_an_image_that_cannot_run_there_are_told()
    {
        string board = Board("unix: serial", "deliver: cp \"$SEL4_IMAGE\" delivered.img", $"{Machine} -serial unix:serial,server=on,wait=on");
        using Shell hil = Hil(board, "crash-null/");
        await hil.SucceedAsync(600);
        Assert.Contains("1 passed, 0 failed", hil.Output);
        using Shell guest = Hil(board, "guest-runner/");
        Assert.Equal(1, await guest.EndAsync(600)); // nothing passed and nothing failed
        Assert.Contains("which a board does not do", guest.Output);
        AssertOff();
    }

    [Requires(UBoot.Firmware)]
    public async Task A_board_with_UBoot_takes_its_image_from_a_folder()
    {
        using (Shell image = Shell.Driver("image", "--image", "hello-c", "--kernel", "bundled-debug", "--output", _folder.File("disk")))
        {
            await image.SucceedAsync(300);
        }

        File.Delete(_folder.File("disk/hello-c.img"));
        int port = FreePort.Find();
        string board = Board(
            string.Create(CultureInfo.InvariantCulture, $"tcp: \"127.0.0.1:{port}\""), "tftp: disk/hello-c.img",
            string.Create(CultureInfo.InvariantCulture, $"{UBoot.Machine} -serial tcp:127.0.0.1:{port},server=on,wait=on"));
        using Shell hil = Hil(board, "hello-c/");
        await hil.SucceedAsync(300);
        Assert.Contains("1 passed, 0 failed", hil.Output);
        Assert.Contains("Found U-Boot script", File.ReadAllText(_folder.File("results/bundled-debug/hello-c.serial.log")));
        AssertOff();
    }

    private Shell Hil(string board, string filter) => Shell.Driver(
        "hil", board, "--kernel", "bundled-debug", "--filter", filter, "--results", _folder.File("results"));

    private string Board(string serial, string delivery, string power)
    {
        _folder.Script("off", "[ ! -f pid ] || kill \"$(cat pid)\" || true\nrm -f pid serial\n");
        _folder.Script("reset", $"./off\n{power} </dev/null >qemu.log 2>&1 &\necho $! >pid\n");
        return _folder.Write(
            "loopback.yaml",
            $"platform: qemu-arm-virt\ncpu: cortex-a57\ngic: 2\nserial:\n  {serial}\n{delivery}\nreset: ./reset\noff: ./off\n");
    }

    private void AssertOff() => Assert.False(File.Exists(_folder.File("pid")), "the board was not switched off");
}
