// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class AccessTests : VmTest
{
    // A page that was looked up is known, until it is not there any more.
    [Fact]
    public void ASpanOfRamIsThatOfThePageThatIsThereNow()
    {
        MemoryReservation ram = MapRam(2 * Page);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(Memory.TryGetRamSpan(Range(RamStart + Page + 8, 2), out Span<byte> span));
            Assert.Equal([0, 0], span.ToArray());
            span[0] = 1;
            Assert.Equal(1, Memory.Read<byte>(RamStart + Page + 8));
            Memory.Write(RamStart + Page + 9, (byte)2);
            Assert.True(Memory.TryGetRamSpan(Range(RamStart + Page + 8, 2), out span));
            Assert.Equal([1, 2], span.ToArray());
            Assert.True(Memory.TryGetRamSpan(Range(RamStart, 2 * Page), out span));
            Assert.Equal(2, span[(int)Page + 9]);
            Assert.False(Memory.TryGetRamSpan(Range(RamStart + (2 * Page) - 1, 2), out _));
            ram.Unmap();
            Assert.False(Memory.TryGetRamSpan(Range(RamStart + Page + 8, 2), out _));
            Assert.ThrowsAny<GuestMemoryException>(() => Memory.MarkDirty(Range(RamStart + (2 * Page), 1)));
            ram.MapRam();
        }

        ram.Dispose();
        Assert.False(Memory.TryGetRamSpan(Range(RamStart + Page + 8, 2), out _));
        Assert.True(Memory.TryGetRamSpan(Range(RamStart, 0), out Span<byte> empty));
        Assert.True(empty.IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.TryGetRamSpan(Range(0, 1ul << 31), out _));
        Machine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Memory.TryGetRamSpan(Range(RamStart, 1), out _));
    }

    [Fact]
    public void ADeviceIsNoRam()
    {
        Memory.Reserve(Range(Device, Page)).MapPhysical(TestMachine.FirstDevice);
        Assert.True(Memory.TryGetSpan(Range(Device, 4), out _));
        Assert.False(Memory.TryGetRamSpan(Range(Device, 4), out _));
    }

    [Fact]
    public void TrackingThatBeginsLaterSeesWhatIsMarked()
    {
        MemoryReservation ram = MapRam(2 * Page);
        Assert.True(Memory.TryGetRamSpan(Range(RamStart, 1), out _));
        Memory.MarkDirty(Range(RamStart, 1));
        ram.Tracking = MemoryTracking.Dirty;
        Assert.True(Memory.TryGetRamSpan(Range(RamStart, 1), out _));
        Memory.MarkDirty(Range(RamStart, 1));
        Assert.Equal(RamStart, Assert.Single(ram.CollectTouchedPages()).Range.Start.Value);
    }

    [Fact]
    public void ASpanOfRamOutlivesNoHandlerThatDisposesOfIt()
    {
        MemoryReservation? ram = null;
        ram = Memory.Reserve(
            Range(RamStart, 2 * Page),
            (ref MemoryFault fault) =>
            {
                Assert.True(Memory.TryGetRamSpan(Range(RamStart, 1), out _));
                ram!.Dispose();
                return FaultResult.Handled;
            });
        ram.MapRam(MemoryRights.Read);
        TestGuest guest = StartGuest();
        guest.Store(RamStart, 1u);
        Assert.False(Memory.TryGetRamSpan(Range(RamStart, 1), out _));
        using MemoryReservation again = MapRam(2 * Page);
        Assert.True(Memory.TryGetRamSpan(Range(RamStart, 1), out _));
    }

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
    public void UndefinedValuesAreRefused()
    {
        MemoryReservation ram = MapRam();
        Assert.Equal("endianness", Assert.Throws<ArgumentOutOfRangeException>(() => Memory.Read<int>(RamStart, (Endianness)2)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.Write(RamStart, 1, (Endianness)(-1)));
        Assert.Equal("rights", Assert.Throws<ArgumentOutOfRangeException>(() => ram.SetRights((MemoryRights)64)).ParamName);
        ram.Unmap();
        Assert.Throws<ArgumentOutOfRangeException>(() => ram.MapRam((MemoryRights)4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.CreateSharedFrame(Device, (MemoryRights)(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.CreateDeviceFrame(TestMachine.FirstDevice, (MemoryRights)64));
        Assert.Throws<ArgumentOutOfRangeException>(() => ram.Map(_ => new Frame(1, PageSize.Page4KiB, (MemoryRights)64)));
        Assert.Throws<VirtualMachineException>(() => Machine.UnhandledFaultPolicy = (UnhandledFaultPolicy)2);
        Assert.Equal(UnhandledFaultPolicy.Stop, Machine.UnhandledFaultPolicy);
        Assert.Equal("range", Assert.Throws<ArgumentOutOfRangeException>(() => Memory.TryGetSpan(Range(0, 1ul << 31), out _)).ParamName);
        Assert.Equal("range", Assert.Throws<ArgumentOutOfRangeException>(() => Memory.OpenStream(Range(0, 1ul << 63))).ParamName);
    }

    [Fact]
    public void MemoryIsReservedIfThereIsSome()
    {
        Assert.True(Memory.TryReserve(Range(RamStart, Page), out MemoryReservation? ram, name: "ram"));
        Assert.Equal("ram", ram.Name);
        Assert.False(Memory.TryReserve(Range(RamStart, Page), out MemoryReservation? none));
        Assert.Null(none);
        Assert.True(Memory.TryReserve(Range(Device, Page), out _, FaultHandler.Of<Answer, ulong>(5)));
        Assert.False(Memory.TryReserve(Range(Device, Page), out _, FaultHandler.Of<Answer, ulong>(5)));
        Assert.False(Memory.TryReserveAnonymous(Page, out _, Page));
        Memory.MakeAnonymous(Range(0x5000_0000, 3 * Page));
        Assert.True(Memory.TryReserveAnonymous(Page, out ram, Page));
        Assert.True(ram.IsAnonymous);
        Assert.True(Memory.TryReserveAnonymous(Page, out _, Page, Handled, "handled"));
        Assert.True(Memory.TryReserveAnonymous(Page, out MemoryReservation? answer, Page, FaultHandler.Of<Answer, ulong>(6)));
        Assert.False(Memory.TryReserveAnonymous(Page, out _, Page, Handled));
        Assert.False(Memory.TryReserveAnonymous(Page, out none, Page, FaultHandler.Of<Answer, ulong>(6)));
        Assert.Null(none);
        TestGuest guest = StartGuest();
        Assert.Equal((5u, 6u), (guest.Read<uint>(Device), guest.Read<uint>(answer.Range.Start)));
        Assert.True(OwnedFrame.TryAllocate(PageSize.Page4KiB, out OwnedFrame? frame));
        frame.Dispose();
        Assert.False(OwnedFrame.TryAllocate(PageSize.Page1GiB, out frame));
        Assert.Null(frame);
        Assert.Throws<ArgumentOutOfRangeException>(() => OwnedFrame.TryAllocate((PageSize)13, out _));
    }

    [Theory]
    [InlineData(0x12345, 0)]
    [InlineData(0x12345, 1)]
    [InlineData(0x12345, -1)]
    [InlineData(0x30000, 0x10000)]
    [InlineData(0x30000, -0x10000)]
    [InlineData(0x20001, 0x8000)]
    [InlineData(0x20001, -0x8000)]
    [InlineData(0x10001, 0x50000)]
    public void LargeCopiesMayOverlap(int size, int distance)
    {
        const ulong Start = RamStart + 0x10000;
        MapRam(0x40000);
        Memory.Reserve(Range(RamStart + 0x40000, 0x60000)).MapRam();
        byte[] bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        Memory.Write(Start, bytes);
        ulong destination = Start + (ulong)distance;
        Memory.Copy(Range(Start, (ulong)size), destination);
        byte[] copy = new byte[size];
        Memory.Read(destination, copy);
        Assert.Equal(bytes, copy);
    }

    [Fact]
    public void ALargeCopyIntoAHoleCopiesNothing()
    {
        MapRam(0x40000);
        Memory.Write(RamStart, [1, 2, 3, 4]);
        Assert.Throws<GuestMemoryException>(() => Memory.Copy(Range(RamStart, 0x30000), RamStart + 0x20000));
        Assert.Equal(0, Memory.Read<byte>(RamStart + 0x20000));
        Assert.Throws<GuestMemoryException>(() => Memory.Copy(Range(RamStart + 0x20000, 0x30000), RamStart));
        Assert.Equal(0x0403_0201u, Memory.Read<uint>(RamStart));
        Assert.Throws<GuestMemoryException>(() => Memory.Copy(Range(RamStart, 0x30000), ulong.MaxValue - 0x100));
        Assert.Throws<GuestMemoryException>(() => Memory.Copy(Range(Device, 1ul << 40), RamStart));
    }

    [Fact]
    public void AClosedStreamDoesNothing()
    {
        MapRam();
        Stream stream = Memory.OpenStream(Range(RamStart, 8));
        Assert.Throws<ArgumentNullException>(() => stream.Write(null!, 0, 0));
        Assert.Throws<ArgumentNullException>(() => stream.ReadExactly(null!, 0, 0));
        stream.Dispose();
        stream.Dispose();
        Assert.False(stream.CanRead || stream.CanWrite || stream.CanSeek);
        Assert.Throws<ObjectDisposedException>(() => stream.WriteByte(1));
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.Throws<ObjectDisposedException>(() => stream.Position);
        Assert.Throws<ObjectDisposedException>(() => stream.Position = 1);
        Assert.Throws<ObjectDisposedException>(() => stream.Length);
        Assert.Throws<ObjectDisposedException>(() => stream.Seek(0, SeekOrigin.Begin));
        Assert.Equal(0, Memory.Read<byte>(RamStart));
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

    private sealed class Answer : IMemoryFaultHandler<ulong>
    {
        public static FaultResult Handle(ref MemoryFault fault, ref ulong state)
        {
            fault.Data = state;
            return FaultResult.Handled;
        }
    }
}
