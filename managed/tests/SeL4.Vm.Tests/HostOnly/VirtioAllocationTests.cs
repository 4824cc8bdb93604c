// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>A request that is answered at once allocates nothing, for every kind of virtio device that carries data.</summary>
public sealed class VirtioAllocationTests : VmTest
{
    private const int Requests = 200;

    [Theory]
    [InlineData("block read")]
    [InlineData("block write")]
    [InlineData("network receive")]
    [InlineData("network transmit")]
    [InlineData("entropy")]
    public void ARequestAllocatesNothing(string kind)
    {
        MapRam(16 * Page);
        VirtioSubject subject = kind.StartsWith("block", StringComparison.Ordinal)
            ? VirtioSubject.OfBlock(new MemoryDisk(0x8000), isWrite: kind.EndsWith("write", StringComparison.Ordinal))
            : VirtioSubject.Create(kind);
        var transport = new VirtioMmio(Memory, subject.Device);
        Memory.Attach(Device, transport);
        TestGuest guest = StartGuest();
        VirtioDriver driver = guest.DriveVirtio(Memory, Device, RamStart, subject.Device.Queues.Count);
        driver.SetUp(VirtioDriver.Version1Feature | VirtioDriver.EventIndexFeature);
        (List<GuestRange> readable, List<GuestRange> writable) = subject.Request(Memory, RamStart);
        long allocated = 0;
        for (int i = 0; i < 2 * Requests; i++)
        {
            driver.Add(subject.Queue, readable, writable);
            subject.Offer();
            long before = GC.GetAllocatedBytesForCurrentThread();
            transport.Write(0x50, sizeof(uint), (ulong)subject.Queue);

            // The first ones fill what is kept for those that follow.
            allocated += i < Requests ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(driver.TryTakeUsed(subject.Queue, out _, out _));
        }

        Assert.Equal(0, allocated);
    }
}
