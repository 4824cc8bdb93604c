// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The VMM of the README of SeL4.Vm, with a guest that prints and switches itself off.</summary>
public sealed class VmmTests
{
    [Fact]
    public void RunsItsGuest()
    {
        TestMachine.Reset();
        using var console = new MemoryStream();
        var vmm = new Vmm();
        vmm.Prepare([0x1f, 0x20, 0x03, 0xd5], console);
        TestGuest guest = TestMachine.StartGuest(vmm.Machine.Vcpus[0]);
        foreach (byte c in "hello"u8)
        {
            guest.Store(0x0900_0000, c);
        }

        Assert.Equal((0u, 1u), (guest.Read<uint>(0x0a00_0000), guest.Read<uint>(0x0a00_0000)));
        Assert.Throws<GuestStoppedException>(() => guest.Store(0x0a00_0000, 1u));
        Assert.Throws<GuestStoppedException>(() => guest.Execute(0x0a00_0000));
        Assert.Equal("hello", Encoding.ASCII.GetString(console.ToArray()));
        Assert.Equal(0xd503201fu, guest.Read<uint>(0x4008_0000));
        Assert.Equal(StopReason.PowerOff, Assert.Throws<GuestStoppedException>(() => guest.Smc(0x8400_0008)).Stop.Reason);
        vmm.Machine.Dispose();
    }
}
