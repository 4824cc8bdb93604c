// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Build.Guests;
using Xunit.Abstractions;

namespace SeL4.Build.Tests.Guests;

/// <summary>
/// Damaged files of every kind: each is refused in a line, or what is made of it can be loaded. A failure prints its seed, which
/// the environment variable CsCheck_Seed repeats; CsCheck_Time=SECONDS lets the tests run for longer.
/// </summary>
public sealed class GuestFileFuzzTests(ITestOutputHelper output)
{
    private const long Iterations = 20_000;
    private const int LargestUnpacked = 1 << 20;

    private static readonly GuestMachine Machine = GuestMachine.Parse("1M", 1, trace: false);

    private static readonly byte[] Elf = ElfBuilder.Build(
        entry: 0xffff_0000_0000_1010,
        new(0xffff_0000_0000_1000, 0x4000_1000, 0x20, 0x2000),
        new(0x4000_0000, 0x4000_0000, 0x10, 0x10),
        new(0x4008_0000, 0x4008_0000, 0, 0x1000));

    private static readonly byte[] Image = ImageBuilder.Build(200, 100, 50);

    private static readonly byte[] Zip = CompressedKernelTests.Zip(Image);

    [Fact]
    public void Elf_files() => Fuzz(Mutations.Of([Elf], header: Elf.Length), 0.02);

    [Fact]
    public void Images() => Fuzz(Mutations.Of([Image, ImageBuilder.WithoutImage(Image)], header: ImageBuilder.HeaderSize), 0.02);

    [Fact]
    public void Compressed_kernels() =>
        Fuzz(Mutations.Of([Zip, CompressedKernelTests.Zboot(Zip, "gzip"), CompressedKernelTests.Zip(Elf)], header: 64), 0.02);

    private void Fuzz(Gen<byte[]> files, double leastTaken)
    {
        int taken = 0;
        int refused = 0;
        files.Sample(
            file => _ = TryRead(file) ? Interlocked.Increment(ref taken) : Interlocked.Increment(ref refused),
            output.WriteLine,
            iter: Iterations,
            threads: 1);

        // The generator reaches both sides.
        Assert.InRange((double)taken / (taken + refused), leastTaken, 1 - leastTaken);
    }

    private static bool TryRead(byte[] file)
    {
        GuestImage image;
        byte[] content;
        try
        {
            content = CompressedKernel.Unpack(file, LargestUnpacked, size => $"{size} bytes");
            image = GuestImage.Read(content, Machine, null);
        }
        catch (UserErrorException refusal)
        {
            Assert.DoesNotContain(refusal.Message, char.IsControl);
            return false;
        }

        AssertLoadable(image, content.Length);
        return true;
    }

    private static void AssertLoadable(GuestImage image, int length)
    {
        ulong free = GuestMachine.RamStart;
        foreach (GuestSegment segment in image.Segments)
        {
            Assert.InRange(segment.Address, free, Machine.RamEnd);
            Assert.InRange(segment.MemorySize, 1ul, Machine.RamEnd - segment.Address);
            Assert.InRange(segment.FileSize, 0ul, segment.MemorySize);
            Assert.InRange(segment.Offset, 0ul, (ulong)length);
            Assert.InRange(segment.FileSize, 0ul, (ulong)length - segment.Offset);
            free = segment.Address + segment.MemorySize;
        }

        GuestSegment first = Assert.Single(image.Segments, s => image.Entry >= s.Address && image.Entry < s.Address + s.FileSize);
        Assert.InRange(image.Entry - first.Address + 4, 4ul, first.FileSize);
        Assert.Equal(0ul, image.Entry % 4);
    }
}
