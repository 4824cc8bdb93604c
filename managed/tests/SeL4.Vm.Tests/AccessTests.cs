// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class AccessTests : VmTest
{
    [Fact]
    public void IntegersHaveEndianness()
    {
        MapRam();
        Memory.Write(RamStart, 0x0102_0304u);
        Assert.Equal([4, 3, 2, 1], Memory.GetSpan(Range(RamStart, 4)).ToArray());
        Assert.Equal(0x0403_0201u, Memory.Read<uint>(RamStart, Endianness.Big));
        Memory.Write(RamStart + 1, (short)-2, Endianness.Big);
        Assert.Equal((short)-2, Memory.Read<short>(RamStart + 1, Endianness.Big));
        Memory.Write(RamStart, UInt128.MaxValue - 1);
        Assert.Equal(UInt128.MaxValue - 1, Memory.Read<UInt128>(RamStart));
        Memory.Write(RamStart, ulong.MaxValue);
        Assert.Equal(ulong.MaxValue, Memory.Read<ulong>(RamStart));
        Assert.Equal(-1L, Memory.Read<long>(RamStart));
        Assert.Equal((byte)255, Memory.Read<byte>(RamStart));
    }

    [Fact]
    public void SpansStayInsideOneReservation()
    {
        MapRam(2 * Page);
        Assert.Equal(2 * Page, (ulong)Memory.GetSpan(Range(RamStart, 2 * Page)).Length);
        Assert.Throws<GuestMemoryException>(() => Memory.GetSpan(Range(RamStart + Page, 2 * Page)).Length);
        Assert.False(Memory.TryGetSpan(Range(Device, 1), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.GetSpan(Range(0, 1ul << 31)).Length);
        TestGuest guest = StartGuest();
        Memory.GetSpan(Range(RamStart + 8, 1))[0] = 0x5a;
        Assert.Equal(0x5a, guest.Read<byte>(RamStart + 8));
    }

    [Fact]
    public void StreamsReadWriteAndSeek()
    {
        MapRam();
        using Stream stream = Memory.OpenStream(Range(RamStart + 16, 8));
        stream.Write([1, 2, 3, 4, 5]);
        Assert.Equal(5, stream.Position);
        Assert.Equal(8, stream.Length);
        stream.Seek(-3, SeekOrigin.Current);
        Assert.Equal(3, stream.ReadByte());
        stream.Seek(-1, SeekOrigin.End);
        stream.WriteByte(9);
        Assert.Equal(-1, stream.ReadByte());
        Assert.Throws<IOException>(() => stream.WriteByte(1));
        stream.Position = 0;
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        Assert.Equal([1, 2, 3, 4, 5, 0, 0, 9], copy.ToArray());
        Assert.Throws<NotSupportedException>(() => stream.SetLength(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
        Assert.True(stream.CanRead && stream.CanWrite && stream.CanSeek);
        stream.Flush();
    }
}
