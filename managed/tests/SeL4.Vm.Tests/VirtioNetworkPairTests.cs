// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>Guests of two VMs of one program, joined by a switch.</summary>
public sealed class VirtioNetworkPairTests : VmTest
{
    private const ulong Checksum = 1ul << 0;
    private const ulong GuestChecksum = 1ul << 1;
    private const ulong Sent = RamStart + (8 * Page);
    private const ulong Received = RamStart + (12 * Page);
    private const int Header = 12;

    private readonly EthernetSwitch _network = new();

    [Theory]
    [InlineData(Checksum, GuestChecksum)]
    [InlineData(Checksum, 0ul)]
    public void AFrameReachesTheOtherGuest(ulong ofSender, ulong ofReceiver)
    {
        using var other = new VirtualMachine("other");
        Side sender = Start(Machine, number: 1, ofSender);
        Side receiver = Start(other, number: 2, ofReceiver);

        // The header leaves the checksum at 14 + 8 to the device. RFC 1071's example adds up to 220d.
        byte[] contents = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7, 0, 0];
        byte[] frame = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, .. contents];
        Machine.Memory.Write(Sent, [1, 0, 0, 0, 0, 0, 14, 0, 8, 0, 0, 0, .. frame]);
        receiver.Driver.Add(0, [], [Range(Received, Page)]);
        sender.Driver.Add(1, [Range(Sent, (ulong)(Header + frame.Length))], []);
        sender.Driver.Notify(1);
        receiver.Guest.Run();
        Assert.True(receiver.Driver.TryTakeUsed(0, out _, out uint written));
        Assert.Equal((uint)(Header + frame.Length), written);
        byte[] received = new byte[written];
        other.Memory.Read(Received, received);
        byte[] expected = ofReceiver == GuestChecksum
            ? [1, 0, 0, 0, 0, 0, 14, 0, 8, 0, 1, 0, .. frame]
            : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, .. frame[..^2], 0x22, 0x0d];
        Assert.Equal(expected, received);
        Assert.Equal(1, sender.Device.Counters.SentFrames);
        Assert.Equal(1, receiver.Device.Counters.ReceivedFrames);
        Assert.False(sender.Driver.TryTakeUsed(0, out _, out _));
    }

    // What one guest does to its ring is no other's affair.
    [Fact]
    public void AGuestThatBreaksTheRulesDoesNotDisturbTheOther()
    {
        using var other = new VirtualMachine("other");
        Side broken = Start(Machine, number: 1, 0);
        Side sound = Start(other, number: 2, 0);
        broken.Driver.Offer(1, 300);
        Assert.Equal(VirtioDriver.NeedsReset, broken.Driver.Status);
        other.Memory.Write(Sent + Header, [.. Enumerable.Repeat((byte)0xff, 6), 2, 0, 0, 0, 0, 2, 0, 0]);
        for (int i = 0; i < 4; i++)
        {
            sound.Driver.Add(1, [Range(Sent, Header + 60)], []);
            sound.Driver.Notify(1);
        }

        Assert.Equal(4, sound.Driver.Used(1));
        Assert.Equal(VirtioDriver.Working, sound.Driver.Status);
        broken.Guest.Run();
        Assert.Equal(0, broken.Device.Counters.ReceivedFrames);
    }

    private Side Start(VirtualMachine machine, byte number, ulong features)
    {
        machine.Memory.Reserve(Range(RamStart, 16 * Page), name: "ram").MapRam();
        var device = new VirtioNetwork(_network.Connect(machine.Name), new([2, 0, 0, 0, 0, number]));
        machine.Memory.Attach(Device, new VirtioMmio(machine.Memory, device));
        TestGuest guest = TestMachine.StartGuest(machine.CreateVcpu());
        VirtioDriver driver = guest.DriveVirtio(machine.Memory, Device, RamStart);
        Assert.Equal(VirtioDriver.Working, driver.SetUp(VirtioDriver.Version1Feature | features));
        return new Side(device, guest, driver);
    }

    private sealed record Side(VirtioNetwork Device, TestGuest Guest, VirtioDriver Driver);
}
