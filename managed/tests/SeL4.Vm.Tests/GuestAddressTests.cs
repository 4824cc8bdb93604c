// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class GuestAddressTests
{
    [Fact]
    public void AddsAndSubtracts()
    {
        GuestAddress address = 0x1000;
        Assert.Equal(0x1800ul, (address + 0x800).Value);
        Assert.Equal(0x800ul, (address - 0x800).Value);
        Assert.Equal(0x800ul, (address + 0x800) - address);
        Assert.Equal(address + 1, address.Add(1));
        Assert.Equal(address - 1, address.Subtract(1));
    }

    [Fact]
    public void ArithmeticIsChecked()
    {
        Assert.Throws<OverflowException>(() => new GuestAddress(ulong.MaxValue) + 1);
        Assert.Throws<OverflowException>(() => GuestAddress.Zero - 1);
        Assert.Throws<OverflowException>(() => GuestAddress.Zero - new GuestAddress(1));
        Assert.Throws<OverflowException>(() => new GuestAddress(ulong.MaxValue).AlignUp(0x1000));
    }

    [Fact]
    public void Aligns()
    {
        GuestAddress address = 0x1234;
        Assert.Equal(0x1000ul, address.AlignDown(0x1000).Value);
        Assert.Equal(0x2000ul, address.AlignUp(0x1000).Value);
        Assert.Equal(address.AlignDown(0x1000), address.AlignDown(0x1000).AlignUp(0x1000));
        Assert.False(address.IsAligned(8));
        Assert.True(address.IsAligned(4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0x1001)]
    public void AnAlignmentIsAPowerOfTwo(ulong alignment) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GuestAddress.Zero.AlignUp(alignment));

    [Fact]
    public void Compares()
    {
        GuestAddress low = 1;
        GuestAddress high = 2;
        Assert.True(low < high && high > low && low <= high && high >= low);
        Assert.Equal(-1, low.CompareTo(high));
        Assert.Equal(low, GuestAddress.FromUInt64(1));
    }

    [Fact]
    public void IsWrittenInHexadecimal() => Assert.Equal("0x09000000", new GuestAddress(0x0900_0000).ToString());
}
