// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics;
using SeL4.Build.Guests;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Guests;

public sealed class GuestDeviceTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_tree_describes_memory_cpus_and_devices()
    {
        Dictionary<string, byte[]> tree = Read(GuestMachine.Parse("256M", 3, false), "");
        Assert.Equal([0x4000_0000ul, 0x1000_0000ul], DeviceTreeReader.Numbers(tree["/memory@40000000:reg"]));
        Assert.Equal(3, tree.Keys.Count(key => key.EndsWith(":enable-method", StringComparison.Ordinal)));
        Assert.Equal([2u], DeviceTreeReader.Cells(tree["/cpus/cpu@2:reg"]));
        Assert.Equal("psci", DeviceTreeReader.Text(tree["/cpus/cpu@2:enable-method"]));
        Assert.Equal("smc", DeviceTreeReader.Text(tree["/psci:method"]));
        Assert.Equal([0x0800_0000ul, 0x1000ul, 0x0801_0000ul, 0x2000ul], DeviceTreeReader.Numbers(tree["/intc@8000000:reg"]));

        // Neither of the physical timers, which would be the first two, and not the hypervisor's.
        uint controller = DeviceTreeReader.Cells(tree["/intc@8000000:phandle"])[0];
        Assert.Equal([0u, 0u, controller, 1u, 11u, 0x704u], DeviceTreeReader.Cells(tree["/timer:interrupts-extended"]));
        Assert.DoesNotContain("/timer:interrupts", tree.Keys);
        Assert.Equal("arm,pl011|arm,primecell", DeviceTreeReader.Text(tree["/pl011@9000000:compatible"]));
        Assert.Equal([0u, 1u, 4u], DeviceTreeReader.Cells(tree["/pl011@9000000:interrupts"]));
        Assert.Equal("/pl011@9000000", DeviceTreeReader.Text(tree["/chosen:stdout-path"]));
        Assert.DoesNotContain("/chosen:bootargs", tree.Keys);
        Assert.DoesNotContain("/chosen:linux,initrd-start", tree.Keys);
    }

    [Fact]
    public void Command_line_and_ram_disk_are_told()
    {
        byte[] bytes = GuestDeviceTree.Write(GuestMachine.Parse("16M", 1, false), "earlycon console=ttyAMA0", (0x4080_0000, 0x4080_0123));
        Dictionary<string, byte[]> tree = DeviceTreeReader.Read(bytes);
        Assert.Equal("earlycon console=ttyAMA0", DeviceTreeReader.Text(tree["/chosen:bootargs"]));
        Assert.Equal([0x4080_0000ul], DeviceTreeReader.Numbers(tree["/chosen:linux,initrd-start"]));
        Assert.Equal([0x4080_0123ul], DeviceTreeReader.Numbers(tree["/chosen:linux,initrd-end"]));
    }

    [Fact]
    public void The_device_tree_compiler_reads_it_where_there_is_one()
    {
        string file = _folder.File("guest.dtb");
        File.WriteAllBytes(file, GuestDeviceTree.Write(GuestMachine.Parse("16M", 8, false), "a b", (0x4080_0000, 0x4080_1000)));
        string? source = Compile(file);
        if (source is not null)
        {
            Assert.Contains("bootargs = \"a b\";", source);
            Assert.Contains("cpu@7 {", source);
            Assert.DoesNotContain("Warning", source);
        }
    }

    private static Dictionary<string, byte[]> Read(GuestMachine machine, string commandLine) =>
        DeviceTreeReader.Read(GuestDeviceTree.Write(machine, commandLine, null));

    private static string? Compile(string file)
    {
        try
        {
            using Process dtc = Process.Start(new ProcessStartInfo("dtc", ["-I", "dtb", "-O", "dts", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> warnings = dtc.StandardError.ReadToEndAsync();
            string source = dtc.StandardOutput.ReadToEnd();
            dtc.WaitForExit();
            Assert.Equal(0, dtc.ExitCode);
            return source + warnings.Result;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
