// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>
/// Requests of any kind, place and size, cut into buffers anywhere, against an array of bytes: a block device over an overlay answers
/// as the model does, and both hold the same in the end.
/// </summary>
public sealed class VirtioBlockModelTests : VmTest
{
    private const byte Ok = 0;
    private const byte Failed = 1;
    private const byte Unsupported = 2;
    private const int Sectors = 40;
    private const int DiskBytes = Sectors * 512;
    private const int Header = 16;
    private const int Longest = 10 * 512;
    private const ulong Buffer = RamStart + (8 * Page);

    private static readonly Gen<Request> AnyRequest = Gen.Select(
        Gen.Frequency((6, Gen.OneOf(0u, 1u)), (2, Gen.OneOf(4u, 8u, 13u)), (1, Gen.UInt[0, 16])),
        Gen.Frequency((20, Gen.ULong[0, Sectors + 2]), (1, Gen.OneOf(ulong.MaxValue, 1ul << 55))),
        Gen.Frequency((10, Gen.Int[1, 10].Select(n => n * 512)), (2, Gen.OneOf(16, 20)), (1, Gen.Int[1, Longest])),
        Gen.Byte,
        Gen.Int[1, 600],
        (command, sector, length, seed, cut) => new Request(command, sector, length, seed, cut));

    [Fact]
    public void TheDeviceDoesWhatTheModelDoes()
    {
        MapRam(24 * Page);
        var driver = StartDriver(out Func<OverlayDisk> disk);
        int[] answers = new int[3];
        AnyRequest.Array[1, 12].Sample(
            requests =>
            {
                byte[] model = Image();
                OverlayDisk overlay = disk();
                foreach (Request request in requests)
                {
                    byte[] data = request.Data();
                    byte expected = Serve(model, request, data);
                    byte status = Play(driver, request, data, out byte[] read);
                    Assert.Equal(expected, status);
                    Assert.Equal(expected == Ok ? data : read, read);
                    answers[status]++;
                }

                byte[] contents = new byte[DiskBytes];
                overlay.ReadAsync(0, contents).GetAwaiter().GetResult();
                Assert.Equal(model, contents);
                Assert.Equal(VirtioDriver.Working, driver.Status);
            },
            iter: 1000,
            threads: 1);

        // The generator reaches all answers.
        Assert.All(answers, count => Assert.True(count > 100));
    }

    private static byte[] Image() => [.. Enumerable.Range(0, DiskBytes).Select(i => (byte)(i / 97))];

    // What was read takes the place of the data.
    private static byte Serve(byte[] model, Request request, byte[] data)
    {
        bool fits = request.Sector <= Sectors && data.Length % 512 == 0 && data.Length / 512 <= Sectors - (int)request.Sector;
        int offset = (int)(request.Sector * 512);
        switch (request.Command)
        {
            case 0 when fits:
                model.AsSpan(offset, data.Length).CopyTo(data);
                return Ok;
            case 1 when fits:
                data.CopyTo(model, offset);
                return Ok;
            case 4:
                return Ok;
            case 8 when data.Length == 20:
                data.AsSpan().Clear();
                "model"u8.CopyTo(data);
                return Ok;
            case 13 when data.Length == 16:
                return ServeZeroes(model, data);
            case 0 or 1 or 8 or 13:
                return Failed;
            default:
                return Unsupported;
        }
    }

    private static byte ServeZeroes(byte[] model, byte[] data)
    {
        ulong sector = BitConverter.ToUInt64(data);
        uint count = BitConverter.ToUInt32(data, 8);
        if (BitConverter.ToUInt32(data, 12) > 1)
        {
            return Unsupported;
        }

        if (sector > Sectors || count > Sectors - sector)
        {
            return Failed;
        }

        model.AsSpan((int)sector * 512, (int)count * 512).Clear();
        return Ok;
    }

    private byte Play(VirtioDriver driver, Request request, byte[] data, out byte[] read)
    {
        bool isRead = request.Command is 0 or 8;
        Memory.Write(Buffer, request.Command);
        Memory.Write(Buffer + 8, request.Sector);
        Memory.Write(Buffer + Header, data);
        Memory.Write(Buffer + Header + (ulong)data.Length, (byte)0xff);
        ulong readable = Header + (isRead ? 0 : (ulong)data.Length);
        driver.Add(
            0,
            Cut(Range(Buffer, readable), request.Cut),
            Cut(Range(Buffer + readable, Header + (ulong)data.Length + 1 - readable), request.Cut));
        driver.Notify(0);
        Assert.True(driver.TryTakeUsed(0, out _, out _));
        read = new byte[data.Length];
        Memory.Read(Buffer + Header, read);
        return Memory.Read<byte>(Buffer + Header + (ulong)data.Length);
    }

    private static List<GuestRange> Cut(GuestRange range, int piece)
    {
        List<GuestRange> pieces = [];

        // As many as the queue has descriptors for.
        ulong step = Math.Max((ulong)piece, range.Size / 40);
        for (ulong at = 0; at < range.Size; at += step)
        {
            pieces.Add(range.Slice(at, Math.Min(step, range.Size - at)));
        }

        return pieces;
    }

    // The disk is another one for each sequence: the device refers to it through one that changes.
    private VirtioDriver StartDriver(out Func<OverlayDisk> next)
    {
        var current = new Exchange();
        Memory.Attach(Device, new VirtioMmio(Memory, new VirtioBlock(current, "model")));
        VirtioDriver driver = StartGuest().DriveVirtio(Memory, Device, RamStart, queues: 1, queueSize: 128);
        Assert.Equal(VirtioDriver.Working, driver.SetUp(driver.ReadFeatures() & ~VirtioDriver.EventIndexFeature));
        next = () => current.Disk = new OverlayDisk(MemoryDisk.ReadOnly(Image()), DiskBytes);
        return driver;
    }

    internal readonly record struct Request(uint Command, ulong Sector, int Length, byte Seed, int Cut)
    {
        // A range of zeroes is one that may fit.
        public byte[] Data() => Command != 13
            ? [.. Enumerable.Repeat(Seed, Length)]
            : [.. BitConverter.GetBytes(Sector), .. BitConverter.GetBytes((uint)Length / 512), .. BitConverter.GetBytes((uint)Seed % 3)];
    }

    private sealed class Exchange : IDisk
    {
        public OverlayDisk Disk { get; set; } = new(MemoryDisk.ReadOnly(Image()), DiskBytes);

        public long Length => Disk.Length;

        public bool IsReadOnly => false;

        public bool CanDiscard => false;

        public DiskTopology Topology => Disk.Topology;

        public ValueTask ReadAsync(long offset, Memory<byte> destination) => Disk.ReadAsync(offset, destination);

        public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> source) => Disk.WriteAsync(offset, source);

        public ValueTask FlushAsync() => Disk.FlushAsync();

        public ValueTask DiscardAsync(long offset, long length) => Disk.DiscardAsync(offset, length);

        public ValueTask WriteZeroesAsync(long offset, long length, bool mayDiscard) => Disk.WriteZeroesAsync(offset, length, mayDiscard);
    }
}
