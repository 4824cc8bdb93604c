// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary><c>run --debug</c> with the real gdb, which is given what the driver wrote for it.</summary>
public sealed class GdbTests : IDisposable
{
    private const string Kernel = "bundled-debug";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Requires("gdb-multiarch")]
    public async Task It_stops_in_loader_kernel_root_task_and_guest_and_knows_their_names()
    {
        string[] said = await DebugAsync(
            ["--image", "demo"],
            "loader_main", "decode_untyped", "vm_run", "guest_main", "demo_Demo_Uart__Handle");
        AssertStop(said[0], level: 2, "loader_main (", "native/loader/src/loader.c");
        AssertStop(said[1], level: 2, "decode_untyped (", "native/kernel/src/");
        AssertStop(said[2], level: 0, "vm_run (vm=", "native/libsel4vm/src/run/run.c");
        Assert.Contains("demo_Program___Main__ (", said[2]);
        Assert.Contains("managed/samples/Demo/Program.cs:", said[2]);
        AssertStop(said[3], level: 1, "guest_main (", "native/guests/demo/demo.c");
        AssertStop(said[4], level: 0, "demo_Demo_Uart__Handle (", "managed/samples/Demo/Uart.cs:");
        Assert.Contains("vmi_memory_abort (", said[4]);
    }

    [Requires("gdb-multiarch")]
    public async Task It_knows_a_guest_that_the_user_brings()
    {
        string guest = Path.Combine(TestRepository.Real.Sdk(Kernel), "guests", "hello.elf");
        using (Shell build = Shell.Driver("run", "--image", "guest-runner", "--kernel", Kernel))
        {
            await build.SucceedAsync(300);
        }

        string[] said = await DebugAsync(["--guest", guest], "guest_main");
        AssertStop(said[0], level: 1, "guest_main (", "native/guests/hello/");
    }

    private static void AssertStop(string said, int level, params string[] parts)
    {
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"at EL{level}"), said);
        Assert.All(parts, part => Assert.Contains(part, said));
    }

    /// <summary>Goes from function to function, and returns what gdb said at each. Afterwards the image runs to its end.</summary>
    private async Task<string[]> DebugAsync(string[] what, params string[] functions)
    {
        const string Mark = "-- stop --";
        string stops = string.Concat(functions.Select(function =>
            $"tbreak {function}\ncontinue\necho {Mark}\\n\nprintf \"at EL%d\\n\", ($cpsr >> 2) & 3\nbacktrace\n"));
        string script = _folder.Write("script", $"set pagination off\nset width 0\n{stops}echo {Mark}\\n\ndetach\n");
        int port = FreePort.Find();
        using Shell driver = Shell.Driver(
            ["run", "--debug", port.ToString(CultureInfo.InvariantCulture), "--timeout", "120", "--kernel", Kernel, .. what]);
        await driver.WaitForAsync("QEMU waits: gdb-multiarch -x ", 300);
        string written = Path.Combine(TestRepository.Real.Output, "debug", $"gdbinit-{port}");
        using Shell gdb = Shell.Program("gdb-multiarch", "-nx", "-batch", "-x", written, "-x", script);
        await gdb.SucceedAsync(100);
        await driver.SucceedAsync(60);
        string[] said = gdb.Output.Split(Mark);
        Assert.True(said.Length == functions.Length + 2, gdb.Output);
        return said[1..^1];
    }
}
