// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>A virtio device whose registers and configuration the guest loads without an exit: it finds what the device would answer.</summary>
public sealed class VirtioDirectReadTests : VmTest
{
    private const ulong Buffers = RamStart + (8 * Page);
    private const int Registers = 0x110;

    private readonly EthernetSwitch _network = new();
    private VirtioNetwork _device = null!;
    private VirtioMmio _transport = null!;
    private SharedFrame _place = null!;
    private TestGuest _guest = null!;
    private VirtioDriver _driver = null!;

    [Fact]
    public void TheGuestFindsWhatTheDeviceAnswers()
    {
        Start();
        Check();
        _driver.SetUp(ready: false);
        Check();
        _driver.Status = VirtioDriver.Working;
        Check();
        foreach ((ulong register, uint value) in new[] { (0x14ul, 1u), (0x14ul, 2u), (0x30ul, 1u), (0x30ul, 9u), (0x44ul, 0u), (0x50ul, 1u), (0x64ul, 3u), (0x100ul, 7u) })
        {
            _driver.Store(register, value);
            Check();
        }

        _device.IsLinkUp = false;
        Check();
        Assert.Equal(2u, _driver.Acknowledge());
        Check();
        _driver.SetUp();
        Check();
        _driver.Offer(1, 300);
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Check();
        _transport.Reset();
        Check();
    }

    // Notification and acknowledgement; the status of the interrupt is read without one.
    [Fact]
    public void ARequestTakesTwoExits()
    {
        Start();
        _driver.SetUp();
        ulong before = _place.FaultCount;
        for (int i = 0; i < 10; i++)
        {
            _driver.Add(1, [Range(Buffers, 12 + 60)], []);
            _driver.Notify(1);
            Assert.Equal(1u, _driver.Acknowledge());
            Assert.Equal(0u, _driver.InterruptStatus);
            Assert.True(_driver.TryTakeUsed(1, out _, out _));
        }

        Assert.Equal(20ul, _place.FaultCount - before);
    }

    private void Start()
    {
        MapRam(16 * Page);
        _device = new VirtioNetwork(_network.Connect("direct"), MacAddress.Parse("52:54:00:12:34:56"));
        _transport = new VirtioMmio(Memory, _device);
        _place = Memory.AttachWithDirectReads(Device, _transport);
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, RamStart);
    }

    private void Check()
    {
        ulong before = _place.FaultCount;
        for (ulong register = 0; register < Registers; register += 4)
        {
            Assert.Equal((uint)_transport.Read(register, 4), _guest.Read<uint>(Device + register));
        }

        Assert.Equal((byte)_transport.Read(0x101, 1), _guest.Read<byte>(Device + 0x101));
        Assert.Equal(before, _place.FaultCount);
    }
}
