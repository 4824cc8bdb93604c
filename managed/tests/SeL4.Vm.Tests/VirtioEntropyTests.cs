// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The entropy device (Virtio 1.2, 5.4).</summary>
public sealed class VirtioEntropyTests : VmTest
{
    private const ulong Buffers = RamStart + (8 * Page);

    private readonly List<int> _asked = [];
    private byte _next;

    [Fact]
    public void EachBufferIsFilledWithBytesOfItsOwn()
    {
        VirtioDriver driver = Start();
        Assert.Equal(4u, driver.Load(8));
        driver.Add(0, [], [Range(Buffers, 3), Range(Buffers + 8, 5)]);
        driver.Add(0, [], [Range(Buffers + 16, 4)]);
        driver.Notify(0);
        Assert.Equal([8, 4], _asked);
        foreach (uint expected in new[] { 8u, 4u })
        {
            Assert.True(driver.TryTakeUsed(0, out _, out uint written));
            Assert.Equal(expected, written);
        }

        byte[] filled = new byte[20];
        Memory.Read(Buffers, filled);
        Assert.Equal([1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 7, 8, 0, 0, 0, 9, 10, 11, 12], filled);
    }

    // 5.4.6.2: it may use less than the whole buffer, and says so.
    [Fact]
    public void ALongBufferIsFilledInPart()
    {
        VirtioDriver driver = Start();
        driver.Add(0, [], [Range(Buffers, 4 * Page)]);
        driver.Notify(0);
        Assert.True(driver.TryTakeUsed(0, out _, out uint written));
        Assert.Equal(4096u, written);
        Assert.Equal(0u, Memory.Read<uint>(Buffers + Page));
    }

    [Fact]
    public void WhatTheSourceThrowsComesOutOfTheRun()
    {
        VirtioDriver driver = Start(_ => throw new InvalidOperationException("no entropy"));
        driver.Add(0, [], [Range(Buffers, 8)]);
        var exception = Assert.Throws<InvalidOperationException>(() => driver.Notify(0));
        Assert.Equal("no entropy", exception.Message);
    }

    private VirtioDriver Start(EntropySource? source = null)
    {
        MapRam(16 * Page);
        Memory.Attach(Device, new VirtioMmio(Memory, new VirtioEntropy(source ?? Count)));
        VirtioDriver driver = StartGuest().DriveVirtio(Memory, Device, RamStart, queues: 1);
        Assert.Equal(VirtioDriver.Working, driver.SetUp());
        return driver;
    }

    private void Count(Span<byte> destination)
    {
        _asked.Add(destination.Length);
        foreach (ref byte value in destination)
        {
            value = ++_next;
        }
    }
}
