// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The guest that a test plays, where it is more than <see cref="TestGuest"/> tells. On the host only: it is the host's.</summary>
public sealed class FakeGuestTests : VmTest
{
    private readonly FakeGuest _guest;

    public FakeGuestTests() => _guest = new FakeGuest(Machine.CreateVcpu());

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void AnAccessAcrossPagesWorksOnBoth(uint inFirst)
    {
        // Neighbours for the guest, not in the machine.
        using OwnedFrame low = OwnedFrame.Allocate();
        using OwnedFrame high = OwnedFrame.Allocate();
        using MemoryReservation ram = Memory.Reserve(Range(RamStart, 2 * Page));
        ram.Map(address => (address == RamStart ? high : low).ToFrame());
        GuestAddress address = RamStart + Page - inFirst;
        _guest.Write(address, 0x8877_6655_4433_2211ul);
        Assert.Equal(0x8877_6655_4433_2211ul, _guest.Read<ulong>(address));
        Assert.Equal(0x8877_6655_4433_2211ul, Memory.Read<ulong>(address));
        Assert.Equal(unchecked((long)0x8877_6655_4433_2211), _guest.Read<long>(address));
    }

    [Fact]
    public void AnAccessAcrossPagesFaultsInEachThatIsNotMapped()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 2 * Page));
        ram.MapDeferred();
        _guest.Write(RamStart + Page - 2, 0x1234_5678u);
        Assert.Equal(2ul, ram.MappedPages);
        Assert.Equal(0x1234_5678u, _guest.Read<uint>(RamStart + Page - 2));
    }

    [Fact]
    public void AnAccessThatEndsInADeviceFaultsThere()
    {
        MapRam(Page);
        var faults = new List<GuestAddress>();
        Memory.Reserve(Range(RamStart + Page, Page), (ref MemoryFault fault) =>
        {
            faults.Add(fault.Address);
            return FaultResult.Handled;
        });
        _guest.Write(RamStart + Page - 2, 0xffff_fffful);
        Assert.Equal([RamStart + Page], faults);
        Assert.Equal(0, _guest.Read<ushort>(RamStart + Page - 2));
    }

    [Fact]
    public void OnlySizesThatAGuestHasAreAccessed()
    {
        MapRam();
        string read = Assert.Throws<ArgumentException>(() => _guest.Read<UInt128>(RamStart)).Message;
        Assert.Contains("UInt128 has 16 bytes: a guest reads and writes 1, 2, 4 or 8 at once", read);
        Assert.Throws<ArgumentException>(() => _guest.Write(RamStart, Int128.One));
        Assert.Equal(0ul, _guest.GetRegister(3));
    }

    [Fact]
    public void AnSmcCallHasAtMostSevenArguments()
    {
        ulong seventh = 0;
        Machine.SmcHandler = (ref SmcCall call) =>
        {
            seventh = call.Vcpu.Registers[7];
            return call.Return(5);
        };
        Assert.Equal(5ul, _guest.Smc(0x8600_0000, 1, 2, 3, 4, 5, 6, 7));
        Assert.Equal(7ul, seventh);
        _guest.SetRegister(8, 88);
        string message = Assert.Throws<ArgumentException>(() => _guest.Smc(0x8600_0000, 1, 2, 3, 4, 5, 6, 7, 8)).Message;
        Assert.Contains("8 arguments: an SMC call has at most 7", message);
        Assert.Equal(88ul, _guest.GetRegister(8));
    }

    [Fact]
    public void AnInstructionIsAligned()
    {
        MapRam();
        _guest.Execute(RamStart + 4);
        Assert.Throws<ArgumentException>(() => _guest.Execute(RamStart + Page - 2));
    }

    [Fact]
    public void WhateverTheGuestDoesThrowsWhenTheVmStops()
    {
        const uint dataAbort = (0x24u << 26) | (1u << 25) | (1u << 24) | 0x06;
        Assert.Equal(
            StopReason.UnhandledMemoryFault, Assert.Throws<GuestStoppedException>(() => _guest.RaiseMemoryFault(Device, dataAbort)).Stop.Reason);
        Assert.Equal(
            StopReason.UnhandledVcpuFault, Assert.Throws<GuestStoppedException>(() => _guest.RaiseVcpuFault(0x6200_0000)).Stop.Reason);
        Machine.NotificationReceived = (machine, badge) =>
        {
            machine.Stop(badge);
            return true;
        };
        Assert.Equal(0x57ul, Assert.Throws<GuestStoppedException>(() => _guest.Notify(0x57)).Stop.Value);
    }

    [Fact]
    public void ResetForgetsKeysAndFailures()
    {
        FakeMachine.Type("old"u8);
        FakeMachine.FailHeap(1);
        FakeMachine.FailKernelCall(1);
        Machine.Dispose();
        FakeMachine.Reset();
        Assert.Equal(0, HostConsole.Read(new byte[4]));
        using (var machine = new VirtualMachine("second"))
        {
            machine.Memory.Reserve(Range(RamStart, Page)).MapRam();
        }

        Assert.False(FakeMachine.HeapFailed);
        Assert.False(FakeMachine.KernelCallFailed);
        Assert.Throws<ArgumentOutOfRangeException>(() => FakeMachine.FailHeap(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FakeMachine.FailKernelCall(-1));
    }

    [Fact]
    public void KeysThatDoNotFitAreRefusedTogether()
    {
        byte[] keys = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        Assert.Contains("65 keys do not fit: at most 64 wait", Assert.Throws<ArgumentException>(() => FakeMachine.Type(new byte[65])).Message);
        FakeMachine.Type(keys);
        Assert.Throws<ArgumentException>(() => FakeMachine.Type("x"u8));
        byte[] read = new byte[100];
        Assert.Equal(64, HostConsole.Read(read));
        Assert.Equal(keys, read[..64]);
    }
}
