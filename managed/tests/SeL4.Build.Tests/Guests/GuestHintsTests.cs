// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;

namespace SeL4.Build.Tests.Guests;

public sealed class GuestHintsTests
{
    private static readonly GuestMachine Machine = GuestMachine.Parse("16M", 1, trace: false);

    [Theory]
    [InlineData("")]
    [InlineData("quiet init=/bin/sh noconsole=hvc0")]
    [InlineData("earlycon console=ttyAMA0")]
    [InlineData("console=tty0 console=ttyAMA0,115200n8")]
    [InlineData("console=pl011,mmio32,0x9000000 earlycon=pl011,0x9000000")]
    [InlineData("console=")]
    [InlineData("console=null")]
    [InlineData("console=ttynull")]
    public void A_console_that_is_there_needs_no_hint(string commandLine) => Assert.Empty(Hints(commandLine));

    [Theory]
    [InlineData("console=hvc0", "console=hvc0")]
    [InlineData("quiet console=ttyS0,115200", "console=ttyS0")]
    [InlineData("console=tty1", "console=tty1")]
    [InlineData("console=frobnicate\tquiet", "console=frobnicate")]
    [InlineData("earlycon=uart8250,mmio32,0x9000000", "earlycon=uart8250")]
    public void A_console_that_is_not_there_is_named(string commandLine, string named) =>
        Assert.StartsWith($"{named}: the guest has no such device; ", Assert.Single(Hints(commandLine)));

    [Fact]
    public void Each_console_has_its_line() => Assert.Equal(2, Hints("console=hvc0 console=ttyS0").Count);

    [Fact]
    public void The_tree_of_the_user_is_looked_into()
    {
        Assert.Empty(Tree(GuestDeviceTree.Write(Machine, "console=ttyAMA0", null)));
        Assert.StartsWith("console=hvc0: ", Assert.Single(Tree(GuestDeviceTree.Write(Machine, "console=hvc0", null))));
        Assert.Equal(
            "the device tree of --dtb has memory at [0x40000000, 0x42000000), but the guest's RAM is [0x40000000, 0x41000000) (see --ram)",
            Assert.Single(Tree(GuestDeviceTree.Write(GuestMachine.Parse("32M", 1, trace: false), "", null))));
        Assert.Equal(
            "the device tree of --dtb has 4 CPUs, the guest 1 (see --vcpus)",
            Assert.Single(Tree(GuestDeviceTree.Write(GuestMachine.Parse("16M", 4, trace: false), "", null))));
    }

    [Fact]
    public void A_tree_without_what_a_guest_needs_gets_a_line_for_each()
    {
        var tree = new DeviceTreeWriter();
        tree.Node("", () => tree.Property("compatible", "x"));
        Assert.Equal(
            [
                "the device tree of --dtb has no /chosen: the guest finds neither a command line nor its console there",
                "the device tree of --dtb names no memory; the guest's RAM is [0x40000000, 0x41000000)",
            ],
            Tree(tree.ToArray()));
    }

    private static IReadOnlyList<string> Hints(string commandLine) => GuestHints.Of(Machine, new GuestExtras(commandLine));

    private static IReadOnlyList<string> Tree(byte[] tree) => GuestHints.Of(Machine, new GuestExtras("", null, tree));
}
