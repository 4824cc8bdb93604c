// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>Disks in memory: the plain one, and what is written over an image.</summary>
public sealed class DiskTests
{
    private const int Cluster = 4096;

    private readonly byte[] _image = [.. Enumerable.Range(0, 5 * Cluster).Select(i => (byte)(i / 512))];

    [Fact]
    public void AMemoryDiskIsItsMemory()
    {
        byte[] contents = new byte[1024];
        var disk = new MemoryDisk(contents);
        Write(disk, 512, [1, 2, 3]);
        Assert.Equal(2, contents[513]);
        Assert.Equal([2, 3, 0], Read(disk, 513, 3));
        Assert.True(disk.WriteZeroesAsync(512, 2, mayDiscard: false).IsCompletedSuccessfully);
        Assert.Equal([0, 0, 3], Read(disk, 512, 3));
        Assert.True(disk.FlushAsync().IsCompletedSuccessfully);
        Assert.Equal(1024, new MemoryDisk(1024).Length);
    }

    [Fact]
    public void AMemoryDiskHasWholeBlocks()
    {
        Assert.Throws<ArgumentException>(() => new MemoryDisk(511));
        Assert.Throws<ArgumentException>(() => new MemoryDisk(new byte[1024], new DiskTopology { BlockSize = 4096 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryDisk(-512));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiskTopology { BlockSize = 256 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiskTopology { BlockSize = 513 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiskTopology { BlockSize = 0x2_0000 });
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1024, 1)]
    [InlineData(1023, 2)]
    public void WhatLiesOutsideIsAMistake(int offset, int length)
    {
        var disk = new MemoryDisk(1024);
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(disk, offset, length));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write(disk, offset, new byte[length]));
    }

    [Fact]
    public void AReadOnlyDiskIsNotWritten()
    {
        var disk = MemoryDisk.ReadOnly(_image);
        Assert.True(disk.IsReadOnly);
        Assert.Throws<NotSupportedException>(() => Write(disk, 0, [1]));
        Assert.Throws<NotSupportedException>(() => { disk.WriteZeroesAsync(0, 1, mayDiscard: true).GetAwaiter().GetResult(); });
        Assert.Equal(0, _image[0]);
    }

    [Fact]
    public void AnOverlayLeavesTheImageAlone()
    {
        byte[] before = [.. _image];
        var disk = new OverlayDisk(MemoryDisk.ReadOnly(_image), _image.Length);
        byte[] expected = [.. _image];
        foreach ((int offset, int length) in new[] { (512, 512), (Cluster - 512, 1024), (2 * Cluster, Cluster), (0, 512), (4 * Cluster, 512) })
        {
            byte[] data = [.. Enumerable.Repeat((byte)(0x80 | (offset >> 9)), length)];
            Write(disk, offset, data);
            data.CopyTo(expected, offset);
            Assert.Equal(expected, Read(disk, 0, _image.Length));
        }

        Assert.Equal(4 * Cluster, disk.UsedBytes);
        Assert.Equal(before, _image);
    }

    [Fact]
    public void AnOverlayTakesNoMoreThanItMay()
    {
        var disk = new OverlayDisk(MemoryDisk.ReadOnly(_image), (2 * Cluster) - 1 + Cluster);
        Write(disk, 0, new byte[512]);
        Write(disk, Cluster, new byte[Cluster]);
        var exception = Assert.Throws<IOException>(() => Write(disk, 2 * Cluster, new byte[512]));
        Assert.Contains("full", exception.Message);
        Assert.Throws<IOException>(() => Write(disk, 2 * Cluster, new byte[Cluster]));
        Assert.Throws<IOException>(() => { disk.WriteZeroesAsync(2 * Cluster, 512, mayDiscard: true).GetAwaiter().GetResult(); });

        // What is kept can be changed still.
        Write(disk, 512, [.. Enumerable.Repeat((byte)7, 512)]);
        Assert.Equal(7, Read(disk, 512, 512)[0]);
        Assert.Equal(16, Read(disk, 2 * Cluster, 512)[0]);
        Assert.Equal(2 * Cluster, disk.UsedBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OverlayDisk(disk, -1));
    }

    [Fact]
    public void WhatIsDiscardedIsGivenBack()
    {
        var disk = new OverlayDisk(MemoryDisk.ReadOnly(_image), 2 * Cluster);
        Write(disk, 0, new byte[2 * Cluster]);
        Assert.True(disk.DiscardAsync(512, (2 * Cluster) - 512).IsCompletedSuccessfully);
        Assert.Equal(Cluster, disk.UsedBytes);
        Assert.Equal(0, Read(disk, 512, 512)[0]);
        Write(disk, 4 * Cluster, new byte[512]);
    }

    [Fact]
    public void ADiskThatEndsInsideOfAClusterIsKeptToItsEnd()
    {
        var disk = new OverlayDisk(MemoryDisk.ReadOnly(_image.AsMemory(0, Cluster + 1024)), Cluster);
        Write(disk, Cluster, [.. Enumerable.Repeat((byte)9, 1024)]);
        Assert.Equal(9, Read(disk, Cluster + 1023, 1)[0]);
        Assert.True(disk.DiscardAsync(Cluster, 1024).IsCompletedSuccessfully);
        Assert.Equal(0, disk.UsedBytes);
    }

    [Fact]
    public void WritesThatWaitForTheSameClusterAreBothKept()
    {
        // As in a root task: what completes is gone on with at once.
        SynchronizationContext.SetSynchronizationContext(null);
        var image = new TestDisk(2 * Cluster) { IsSlow = true };
        var disk = new OverlayDisk(image, Cluster);
        ValueTask first = disk.WriteAsync(0, new byte[] { 1, 1 });
        ValueTask second = disk.WriteAsync(2, new byte[] { 2, 2 });
        Assert.Equal(2, image.PendingCount);
        image.Answer(1);
        image.Answer();
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        Assert.Equal([1, 1, 2, 2, 0], Read(disk, 0, 5));
    }

    [Fact]
    public void AnImageThatFailsKeepsNothing()
    {
        var image = new TestDisk(2 * Cluster);
        var disk = new OverlayDisk(image, Cluster);
        image.Failure = new IOException("bad");
        Assert.Throws<IOException>(() => Write(disk, 0, [1]));
        image.Failure = new IOException("bad");
        Assert.Throws<IOException>(() => Read(disk, 0, 1));
        Assert.Equal(0, disk.UsedBytes);
    }

    private static byte[] Read(IDisk disk, long offset, int length)
    {
        byte[] data = new byte[length];
        disk.ReadAsync(offset, data).GetAwaiter().GetResult();
        return data;
    }

    private static void Write(IDisk disk, long offset, byte[] data) => disk.WriteAsync(offset, data).GetAwaiter().GetResult();
}
