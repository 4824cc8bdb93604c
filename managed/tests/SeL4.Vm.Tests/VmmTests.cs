// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The VMM of the README of SeL4.Vm. Where there is no processor for its guest, a test plays it.</summary>
public sealed class VmmTests
{
    [Fact]
    public void RunsItsGuest()
    {
        TestMachine.Reset();
        var vmm = new Vmm(machine =>
        {
            if (!TestMachine.HasProcessor)
            {
                Play(TestMachine.StartGuest(machine.Vcpus[0]));
            }
        });
        VmStop stop = vmm.Run();
        Assert.True(stop.IsOrderly);
        Assert.Contains("0x09000000", vmm.Output);
        Assert.EndsWith($"AThe guest stopped: {stop}\n", vmm.Output.ReplaceLineEndings("\n"));
    }

    private static void Play(TestGuest guest)
    {
        Assert.Equal(0xd2a12001u, guest.Read<uint>(0x4008_0000));
        Assert.Equal((0u, 1u), (guest.Read<uint>(0x0a00_0000), guest.Read<uint>(0x0a00_0000)));
        Assert.Throws<GuestStoppedException>(() => guest.Store(0x0a00_0000, 1u));
        Assert.Throws<GuestStoppedException>(() => guest.Execute(0x0a00_0000));
        guest.Store(0x0900_0000, (uint)'A');
        Assert.Equal(StopReason.PowerOff, Assert.Throws<GuestStoppedException>(() => guest.Smc(0x8400_0008)).Stop.Reason);
    }
}
