// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SeL4.Build.Tests.Guests;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Commands;

/// <summary>The driver as a process of its own: its exit code, and that nothing outlives it.</summary>
public sealed class DriverProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", null)]
    [InlineData("KILL", 137)]
    public async Task However_the_driver_ends_no_emulator_is_left(string signal, int? status)
    {
        using Process driver = Start($"echo $$ >{_folder.File("pid")}; echo booted; exec sleep 120");
        Assert.True(await ProcessProbe.WaitForAsync(() => TryReadPid() is not null, 60), "the emulator did not start");
        int emulator = TryReadPid()!.Value;
        using Process kill = Process.Start("/bin/kill", ["-s", signal, $"{driver.Id}"]);
        Assert.True(driver.WaitForExit(TimeSpan.FromSeconds(60)), "the driver did not end");
        Assert.True(await ProcessProbe.WaitForAsync(() => !ProcessProbe.IsAlive(emulator), 20), "the emulator is still running");
        if (status is not null)
        {
            Assert.Equal(status, driver.ExitCode);
        }
        else
        {
            Assert.NotEqual(0, driver.ExitCode);
        }
    }

    [Fact]
    public async Task Runs_at_once_have_a_log_each()
    {
        // Each waits for the other's log before it ends.
        string script = $"echo $$ >{_folder.File("pid")}.$$; until [ $(ls {_folder.File("pid")}.* | wc -l) = 2 ]; do sleep 0.1; done; cat {_folder.File("stream")}";
        File.WriteAllBytes(_folder.File("stream"), Frames.Stream("EXIT 0"));
        using Process first = Start(script);
        using Process second = Start(script);
        string[] logs = [await LogAsync(first), await LogAsync(second)];
        Assert.Equal([TestRepository.Real.Log("run-image-2"), TestRepository.Real.Log("run-image")], logs.OrderByDescending(log => log.Length));

        static async Task<string> LogAsync(Process driver)
        {
            string output = await driver.StandardOutput.ReadToEndAsync();
            await driver.WaitForExitAsync();
            Assert.Equal(0, driver.ExitCode);
            return Regex.Match(output, "serial log: (.*)").Groups[1].Value;
        }
    }

    [Fact]
    public async Task Control_C_at_a_terminal_is_the_drivers_and_not_the_emulators()
    {
        using var terminal = new PseudoTerminal();
        (string elf, string machine) = Fake(
            $"trap 'touch {_folder.File("interrupted")}; exit 0' INT; echo $$ >{_folder.File("pid")}; echo booted; "
            + "while :; do sleep 0.1; done");
        string driver = $"dotnet '{typeof(Repository).Assembly.Location}' run --elf '{elf}' --machine '{machine}' --timeout 100";
        using Process shell = Process.Start(
            "sh", ["-c", $"exec setsid --ctty env --default-signal=INT {driver} <'{terminal.Path}' >'{terminal.Path}' 2>&1"]);
        Assert.True(await ProcessProbe.WaitForAsync(() => TryReadPid() is not null, 60), "the emulator did not start");
        terminal.Write([3]); // to all that are in the foreground
        Assert.True(shell.WaitForExit(TimeSpan.FromSeconds(60)), "the driver did not end");
        Assert.Equal(130, shell.ExitCode);
        Assert.False(File.Exists(_folder.File("interrupted")), "the emulator was interrupted, too");
        Assert.False(ProcessProbe.IsAlive(TryReadPid()!.Value), "the emulator is still running");
    }

    [Theory]
    [InlineData("EXIT 0", 0)]
    [InlineData("EXIT 42", 42)]
    [InlineData("EXIT 139", 139)]
    public async Task The_driver_ends_with_the_code_of_the_image(string frame, int status)
    {
        File.WriteAllBytes(_folder.File("stream"), [.. Frames.Text("hello from the image\n"), .. Frames.Stream(frame)]);
        using Process driver = Start($"cat {_folder.File("stream")}; exec sleep 60");
        string output = await driver.StandardOutput.ReadToEndAsync();
        await driver.WaitForExitAsync();
        Assert.Equal(status, driver.ExitCode);
        Assert.Contains("hello from the image", output);
        Assert.DoesNotContain("S4T", output);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_before_anything_is_built()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await AssertRefusedAsync($"--debug {port}: QEMU cannot wait for gdb on this port", "run", "--debug", $"{port}", "--no-install");
    }

    [Theory]
    [InlineData("{dangling}: a symbolic link to ", "run", "--guest", "{dangling}")]
    [InlineData("--initrd {dangling}: a symbolic link to ", "run", "--guest", "{elf}", "--initrd", "{dangling}")]
    [InlineData("--dtb {dangling}: a symbolic link to ", "run", "--guest", "{elf}", "--dtb", "{dangling}")]
    [InlineData("--guest: names no file", "run", "--guest", "")]
    [InlineData("--initrd: names no file", "run", "--guest", "{elf}", "--initrd", "")]
    [InlineData("--dtb: names no file", "run", "--guest", "{elf}", "--dtb", "")]
    [InlineData("--sel4-prefix: names no folder", "run", "--sel4-prefix", "")]
    [InlineData("--results: names no folder", "test", "--quick", "--results", "")]
    [InlineData("--timeout nan: seconds, more than 0 and not more than 86400", "run", "--timeout", "nan")]
    [InlineData("--timeout 1e300: seconds", "run", "--timeout", "1e300")]
    [InlineData("--timeout -1: seconds", "run", "--timeout", "-1")]
    [InlineData("--timeout 0: seconds", "run", "--timeout", "0")]
    [InlineData("--debug 0: a port is from 1 to 65535", "run", "--debug", "0", "--no-install")]
    [InlineData("--debug 65536: a port is from 1 to 65535", "run", "--debug", "65536", "--no-install")]
    [InlineData("--vcpus abc: a guest has from 1 to 8 of them", "run", "--guest", "{elf}", "--vcpus", "abc")]
    [InlineData("--vcpus 9: a guest has from 1 to 8 of them", "run", "--guest", "{elf}", "--vcpus", "9")]
    [InlineData("--ram 1.5G: not a size; examples:", "run", "--guest", "{elf}", "--ram", "1.5G")]
    [InlineData("--jobs x: a number from 1 to 1024", "build", "-j", "x")]
    [InlineData("--elf {folder}: a folder, not a file", "run", "--machine", "qemu-arm-virt", "--elf", "{folder}")]
    [InlineData("--elf {dangling}: a symbolic link to ", "run", "--machine", "qemu-arm-virt", "--elf", "{dangling}")]
    [InlineData("--elf {cut}: the ELF file is damaged", "run", "--machine", "qemu-arm-virt", "--elf", "{cut}")]
    [InlineData("--elf {x86}: the ELF file is not for little-endian AArch64", "run", "--machine", "qemu-arm-virt", "--elf", "{x86}")]
    [InlineData("--elf {text}: neither an ELF file nor an arm64 Image", "run", "--machine", "qemu-arm-virt", "--elf", "{text}")]
    [InlineData("--elf {nowhere}: the ELF file begins at 0x40001000, where it loads nothing", "run", "--machine", "qemu-arm-virt", "--elf", "{nowhere}")]
    [InlineData("--elf {image}: the arm64 Image is cut short", "run", "--machine", "qemu-arm-virt", "--elf", "{image}")]
    [InlineData("{image}: the arm64 Image is cut short", "run", "--guest", "{image}")]
    [InlineData("{nowhere}: the ELF file begins at 0x40001000, where it loads nothing", "run", "--guest", "{nowhere}")]
    [InlineData("{xz}: the file is compressed with xz", "run", "--guest", "{xz}")]
    [InlineData("{efi}: the file is an application for EFI", "run", "--guest", "{efi}")]
    [InlineData("--dtb {elf}: not a flattened device tree: it begins with 0x7f454c46", "run", "--guest", "{elf}", "--dtb", "{elf}")]
    [InlineData("board: names no file", "hil", "")]
    [InlineData("no machine is called '{text}'", "run", "--machine", "{text}")]
    [InlineData("--ram 2G: a guest can have ", "run", "--guest", "{elf}", "--ram", "2G", "--sel4-prefix", "{k}")]
    [InlineData("--release contradicts", "run", "--kernel", "bundled-debug", "--release")]
    public async Task What_is_wrong_with_a_command_line_is_said_in_one_line(string message, params string[] arguments)
    {
        byte[] elf = Program();
        File.WriteAllBytes(_folder.File("elf"), elf);
        File.WriteAllBytes(_folder.File("cut"), elf[..^1]);
        File.WriteAllBytes(_folder.File("x86"), [.. elf[..18], 62, .. elf[19..]]);
        File.WriteAllBytes(_folder.File("nowhere"), ElfBuilder.Build(0x4000_1000, new ElfBuilder.Segment(0x4000_0000, 0x4000_0000, 16, 16)));
        File.WriteAllBytes(_folder.File("image"), ImageBuilder.Build(64, 64, 0)[..^1]);
        File.WriteAllBytes(_folder.File("efi"), ImageBuilder.WithoutImage(ImageBuilder.Build(64, 64, 0)));
        File.WriteAllBytes(_folder.File("xz"), [0xfd, .. "7zXZ\0"u8]);
        _folder.Write("text", "text");
        Directory.CreateDirectory(_folder.File("folder"));
        FakePrefix.Create(_folder, "k");
        File.CreateSymbolicLink(_folder.File("dangling"), _folder.File("nothing"));
        await AssertRefusedAsync(Expand(message), [.. arguments.Select(Expand)]);

        string Expand(string text) => Regex.Replace(text, @"\{(\w+)\}", match => _folder.File(match.Groups[1].Value));
    }

    [Fact]
    public async Task A_command_line_that_is_not_UTF8_is_refused()
    {
        File.WriteAllBytes(_folder.File("elf"), Program());
        string driver = typeof(Repository).Assembly.Location;
        using Process shell = Process.Start(new ProcessStartInfo(
            "sh", ["-c", $"dotnet '{driver}' run --guest '{_folder.File("elf")}' --append \"$(printf 'a\\377b')\""])
        {
            RedirectStandardOutput = true,
        })!;
        string output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal((1, "error: --append: the text is not UTF-8 (or holds U+FFFD, which stands for what is not)\n"), (shell.ExitCode, output));
    }

    [Fact]
    public async Task An_unfit_kernel_is_refused_in_one_line()
    {
        string prefix = FakePrefix.Create(_folder, "el1", c => c["ARM_HYPERVISOR_SUPPORT"] = false);
        using Process driver = StartDriver("run", "--image", "hello-c", "--no-install", "--sel4-prefix", prefix);
        string[] lines = (await driver.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await driver.WaitForExitAsync();
        Assert.Equal(1, driver.ExitCode);
        Assert.Equal(
            $"error: the kernel at {prefix} does not fit: KernelArmHypervisorSupport is OFF (the kernel runs at EL1), must be ON",
            Assert.Single(lines, l => l.StartsWith("error", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("run", "--elf", "/nonexistent", "--machine", "qemu-arm-virt")]
    [InlineData("run", "--elf", "x")]
    [InlineData("run", "--machine", "none", "--elf", "x")]
    [InlineData("run", "--guest", "/nonexistent")]
    [InlineData("run", "--guest", "/etc/hostname", "--ram", "1")]
    [InlineData("run", "--guest", "/etc/hostname", "--image", "hello")]
    [InlineData("run", "--vcpus", "2")]
    [InlineData("run", "--debug", "port")]
    [InlineData("test", "--quick", "--kernel", "bundled-debug")]
    [InlineData("test", "--kernel", "none")]
    [InlineData("build", "-j", "0")]
    [InlineData("nonsense")]
    public async Task A_wrong_command_line_ends_with_a_message_and_not_with_0(params string[] arguments)
    {
        using Process driver = StartDriver(arguments);
        Task<string> errors = driver.StandardError.ReadToEndAsync();
        string output = await driver.StandardOutput.ReadToEndAsync() + await errors;
        await driver.WaitForExitAsync();
        Assert.NotEqual(0, driver.ExitCode);
        Assert.NotEqual("", output.Trim());
        Assert.DoesNotContain("   at ", output);
    }

    private int? TryReadPid()
    {
        string path = _folder.File("pid");
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), out int id) ? id : null;
    }

    private static async Task AssertRefusedAsync(string message, params string[] arguments)
    {
        using Process driver = StartDriver(arguments);
        Task<string> errors = driver.StandardError.ReadToEndAsync();
        string output = await driver.StandardOutput.ReadToEndAsync() + await errors;
        await driver.WaitForExitAsync();
        Assert.Equal(1, driver.ExitCode);
        Assert.Contains(message, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private Process Start(string script)
    {
        (string elf, string machine) = Fake(script);
        return StartDriver("run", "--elf", elf, "--machine", machine);
    }

    private (string Elf, string Machine) Fake(string script)
    {
        string emulator = _folder.Script("fake-qemu", script);
        string machine = _folder.Write(
            "fake.yaml", $"platform: p\ntype: t\ncpu: c\nmemory: 64\ngic: 2\nemulator: {emulator}\n");
        File.WriteAllBytes(_folder.File("image.elf"), Program());
        return (_folder.File("image.elf"), machine);
    }

    private static byte[] Program() => ElfBuilder.Build(0x4000_0000, new ElfBuilder.Segment(0x4000_0000, 0x4000_0000, 16, 16));

    private static Process StartDriver(params string[] arguments)
    {
        string driver = typeof(Repository).Assembly.Location;

        // A shell without job control lets what it starts in the background ignore SIGINT, and so all that this starts.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", driver, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
