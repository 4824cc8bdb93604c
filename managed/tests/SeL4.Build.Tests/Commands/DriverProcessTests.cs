// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
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

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    public async Task A_port_that_is_none_is_refused(string port)
    {
        using Process driver = StartDriver("run", "--debug", port, "--no-install");
        string output = await driver.StandardOutput.ReadToEndAsync() + await driver.StandardError.ReadToEndAsync();
        await driver.WaitForExitAsync();
        Assert.Equal(1, driver.ExitCode);
        Assert.Contains($"--debug {port}: a port is from 1 to 65535", output);
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

    private Process Start(string script)
    {
        string emulator = _folder.Script("fake-qemu", script);
        string machine = _folder.Write(
            "fake.yaml", $"platform: p\ntype: t\ncpu: c\nmemory: 64\ngic: 2\nemulator: {emulator}\n");
        string elf = _folder.Write("image.elf", "");
        return StartDriver("run", "--elf", elf, "--machine", machine);
    }

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
