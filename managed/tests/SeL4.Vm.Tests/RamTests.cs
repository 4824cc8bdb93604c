// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class RamTests : VmTest
{
    private GuestRam Ram => Machine.Ram;

    [Fact]
    public void IsRegisteredAllocatedAndFreed()
    {
        Ram.RegisterAt(Range(RamStart, 8 * Page));
        GuestRange first = Ram.Allocate(Page + 1);
        Assert.Equal(Range(RamStart, 2 * Page), first);
        Ram.MarkAllocated(Range(RamStart + (4 * Page), Page));
        Assert.True(Ram.TryFindLargestFree(out GuestRange free));
        Assert.Equal(Range(RamStart + (5 * Page), 3 * Page), free);
        Assert.Equal(4, Ram.Regions.Count);
        Assert.True(Ram.Regions[0].IsAllocated);
        Ram.Free(first);
        Ram.Free(Range(RamStart + (4 * Page), Page));
        Assert.Equal(new GuestRamRegion(Range(RamStart, 8 * Page), false), Assert.Single(Ram.Regions));
        Ram.Unregister(RamStart);
        Assert.Empty(Ram.Regions);
    }

    [Fact]
    public void ItsRegionsAreAView()
    {
        IReadOnlyList<GuestRamRegion> regions = Ram.Regions;
        Assert.Empty(regions);
        Ram.RegisterAt(Range(RamStart, Page));
        Ram.RegisterAt(Range(RamStart + (2 * Page), Page));
        Assert.Equal([Range(RamStart, Page), Range(RamStart + (2 * Page), Page)], regions.Select(r => r.Range));
        Assert.Throws<ArgumentOutOfRangeException>(() => regions[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => regions[-1]);
        foreach (GuestRamRegion region in regions)
        {
            Ram.Unregister(region.Range.Start);
        }

        Assert.Equal(Range(RamStart + (2 * Page), Page), Assert.Single(regions).Range);
        Machine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => regions.Count);
    }

    [Fact]
    public void IsRegisteredInAnonymousRegions()
    {
        AssertFails(VmErrorCode.NoSpace, () => Ram.Register(Page));
        Memory.MakeAnonymous(Range(0x5000_0000, 4 * Page));
        Assert.Equal(Range(0x5000_0000, 2 * Page), Ram.Register(2 * Page));
        AssertFails(VmErrorCode.ZeroSize, () => Ram.Register(0));
    }

    [Fact]
    public void IsMadeOfTheProgramsFrames()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        Ram.RegisterAt(Range(RamStart, Page), _ => frame.ToFrame());
        Ram.Write(RamStart, [1]);
        Assert.Throws<NotSupportedException>(() => Ram.RegisterAt(Range(Device, Page), _ => throw new NotSupportedException()));
        AssertFails(VmErrorCode.NullCapability, () => Ram.RegisterAt(Range(Device, Page), _ => default));
        Ram.Unregister(RamStart);
    }

    [Fact]
    public void IsIdentityMapped()
    {
        Ram.RegisterAt(Range(0x4000_0000, Page), isIdentity: true);
        Assert.True(Memory.TryGetPhysicalAddress(Range(0x4000_0000, Page), out ulong physical));
        Assert.Equal(0x4000_0000ul, physical);
    }

    [Fact]
    public void RefusesWhatIsNotRegistered()
    {
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.Free(Range(RamStart, Page)));
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.MarkAllocated(Range(RamStart, Page)));
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.Unregister(RamStart));
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.Allocate(Page));
        Assert.False(Ram.TryAllocate(Page, out _));
        Assert.False(Ram.TryFindLargestFree(out _));
        AssertFails(VmErrorCode.Unaligned, () => Ram.RegisterAt(Range(RamStart + 1, Page)));
        AssertFails(VmErrorCode.ZeroSize, () => Ram.RegisterAt(Range(RamStart, 0)));
    }

    [Fact]
    public void RamThatIsRegisteredInPartIsNotMarked()
    {
        Ram.RegisterAt(Range(RamStart, 2 * Page));
        var exception = Assert.Throws<GuestMemoryException>(() => Ram.MarkAllocated(Range(RamStart + Page, 2 * Page)));
        Assert.Equal((VmErrorCode.NotFound, Range(RamStart + Page, 2 * Page)), (exception.Code, exception.Range));
        Assert.Equal(new GuestRamRegion(Range(RamStart, 2 * Page), false), Assert.Single(Ram.Regions));
        Ram.Unregister(RamStart);
    }

    [Fact]
    public void IsReadAndWritten()
    {
        Ram.RegisterAt(Range(RamStart, 2 * Page));
        Assert.True(Ram.CleansCache);
        Ram.Write(RamStart + Page - 1, [7, 8]);
        Ram.CleansCache = false;
        Ram.Write(RamStart + Page + 1, [9]);
        byte[] read = new byte[3];
        Ram.Read(RamStart + Page - 1, read);
        Assert.Equal([7, 8, 9], read);
        Ram.Read(RamStart, []);
        Ram.Write(RamStart, []);
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.Read(RamStart + (2 * Page) - 1, read));
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.Write(RamStart + (2 * Page) - 1, read));
        Assert.True(Ram.TryWrite(RamStart, [4]));
        Assert.True(Ram.TryRead(RamStart, read.AsSpan(0, 1)));
        Assert.Equal(4, read[0]);
        Assert.False(Ram.TryRead(RamStart + (2 * Page) - 1, read));
        Assert.False(Ram.TryWrite(RamStart + (2 * Page) - 1, read));
    }

    [Fact]
    public void IsVisitedInPieces()
    {
        Ram.RegisterAt(Range(RamStart, 4 * Page));
        var pieces = new List<(ulong Address, int Length, ulong Offset)>();
        Assert.True(Ram.Touch(Range(RamStart + 0x800, 2 * Page), (address, memory, offset) =>
        {
            pieces.Add((address.Value, memory.Length, offset));
            memory.Fill(1);
            return true;
        }));
        Assert.Equal(
            [(RamStart + 0x800, 0x800, 0ul), (RamStart + Page, 0x1000, 0x800ul), (RamStart + (2 * Page), 0x800, 0x1800ul)], pieces);
        int visits = 0;
        Assert.False(Ram.Touch(Range(RamStart, 4 * Page), (_, _, _) => ++visits < 2));
        Assert.Equal(2, visits);
        Assert.Throws<InvalidDataException>(() => Ram.Touch(Range(RamStart, 1), (_, _, _) => throw new InvalidDataException()));
        Assert.ThrowsAny<GuestMemoryException>(() => Ram.Touch(Range(RamStart + (3 * Page), 2 * Page), (_, _, _) => true));
        Assert.True(Ram.Touch(Range(RamStart, 0), (_, _, _) => throw new InvalidDataException()));
    }
}
