// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class GuestRangeTests
{
    private static readonly GuestRange Range = new(0x1000, 0x1000);

    [Fact]
    public void MayNotWrap()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GuestRange(ulong.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GuestRange(1, ulong.MaxValue));
        Assert.Equal(ulong.MaxValue, new GuestRange(0, ulong.MaxValue).End.Value);
    }

    [Theory]
    [InlineData(0xfff, false)]
    [InlineData(0x1000, true)]
    [InlineData(0x1fff, true)]
    [InlineData(0x2000, false)]
    public void ContainsAddresses(ulong address, bool expected) => Assert.Equal(expected, Range.Contains(new GuestAddress(address)));

    [Theory]
    [InlineData(0x1000, 0x1000, true)]
    [InlineData(0x1000, 0x1001, false)]
    [InlineData(0xfff, 2, false)]
    [InlineData(0x1fff, 1, true)]
    [InlineData(0x2000, 0, true)]
    [InlineData(0x2000, 1, false)]
    public void ContainsRanges(ulong start, ulong size, bool expected) =>
        Assert.Equal(expected, Range.Contains(new GuestRange(start, size)));

    [Theory]
    [InlineData(0, 0x1000, false)]
    [InlineData(0, 0x1001, true)]
    [InlineData(0x1fff, 1, true)]
    [InlineData(0x2000, 1, false)]
    [InlineData(0x1800, 0, false)]
    public void Overlaps(ulong start, ulong size, bool expected)
    {
        var other = new GuestRange(start, size);
        Assert.Equal(expected, Range.Overlaps(other));
        Assert.Equal(expected, other.Overlaps(Range));
        Assert.Equal(expected, !Range.Intersect(other).IsEmpty);
    }

    [Fact]
    public void IntersectsAndSlices()
    {
        Assert.Equal(new GuestRange(0x1800, 0x800), Range.Intersect(new GuestRange(0x1800, 0x1000)));
        Assert.Equal(new GuestRange(0x1100, 0x10), Range.Slice(0x100, 0x10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Range.Slice(0x1000, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Range.Slice(0x1001, 0));
    }

    [Fact]
    public void HasBounds()
    {
        Assert.Equal(Range, GuestRange.FromBounds(0x1000, 0x2000));
        Assert.Throws<ArgumentOutOfRangeException>(() => GuestRange.FromBounds(2, 1));
        Assert.Equal("[0x00001000, 0x00002000)", Range.ToString());
    }

    [Fact]
    public void PageSizesHaveBytes()
    {
        Assert.Equal(0x1000ul, PageSize.Page4KiB.Bytes());
        Assert.Equal(0x20_0000ul, PageSize.Page2MiB.Bytes());
        Assert.Equal(0x4000_0000ul, PageSize.Page1GiB.Bytes());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((PageSize)13).Bytes());
    }
}
