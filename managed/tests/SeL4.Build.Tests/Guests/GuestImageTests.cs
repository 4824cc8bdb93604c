// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using SeL4.Build.Guests;

namespace SeL4.Build.Tests.Guests;

public sealed class GuestImageTests
{
    private static readonly GuestMachine Machine = GuestMachine.Parse("1M", 1, trace: false);

    [Fact]
    public void A_raw_binary_goes_to_the_start_of_ram_or_where_the_user_says()
    {
        Assert.Equal(0x4000_0000ul, GuestImage.Read([1, 2, 3, 4], Machine, null).Entry);
        GuestImage image = GuestImage.Read([1, 2, 3, 4, 5], Machine, 0x4008_0004);
        Assert.Equal(0x4008_0004ul, image.Entry);
        Assert.Equal(new GuestSegment(0x4008_0004, 0, 5, 5), Assert.Single(image.Segments));
    }

    [Fact]
    public void An_elf_file_goes_where_it_says_and_begins_at_the_physical_address_of_its_entry()
    {
        byte[] file = ElfBuilder.Build(
            entry: 0xffff_0000_0000_1010,
            new(0xffff_0000_0000_1000, 0x4000_1000, 0x20, 0x2000),
            new(0x4000_0000, 0x4000_0000, 0x10, 0x10));
        GuestImage image = GuestImage.Read(file, Machine, null);
        Assert.Equal(0x4000_1010ul, image.Entry);
        Assert.Equal([0x4000_0000ul, 0x4000_1000ul], image.Segments.Select(s => s.Address));
        Assert.Equal(0x2000ul, image.Segments[1].MemorySize);
    }

    [Theory]
    [InlineData(0x8_0000, 0x1000, 0x4008_0000)]
    [InlineData(0, 0x1000, 0x4000_0000)]
    [InlineData(0, 0, 0x4008_0000)]
    public void An_arm64_image_goes_behind_its_text_offset(ulong offset, ulong size, ulong expected)
    {
        GuestImage image = GuestImage.Read(Arm64Image(offset, size, flags: 0), Machine, null);
        Assert.Equal(expected, image.Entry);
        Assert.Equal(Math.Max(size, 64), Assert.Single(image.Segments).MemorySize);
    }

    [Theory]
    [InlineData(0x4010_0000, "but the guest's RAM is [0x40000000, 0x40100000)")]
    [InlineData(0x400f_ffff, "but the guest's RAM is")]
    [InlineData(0x3fff_f000, "but the guest's RAM is")]
    [InlineData(ulong.MaxValue, "but the guest's RAM is")]
    public void What_lies_outside_of_ram_is_refused(ulong address, string message) =>
        Refused([1, 2, 3, 4], message, address);

    [Fact]
    public void A_file_that_is_too_large_for_ram_is_refused() =>
        Refused(new byte[0x10_0001], "has 0x100001 bytes for 0x40000000");

    [Fact]
    public void What_is_no_program_is_refused()
    {
        Refused([], "the file has 0 bytes, and one instruction of A64 has 4");
        Refused([1, 2, 3], "the file has 3 bytes, and one instruction");
        Refused([.. "#!/bin/sh\necho hello\n"u8], "the file is text");
        Refused([.. Enumerable.Repeat((byte)'a', 1000), 0], "the file is text");
    }

    [Theory]
    [InlineData("27051956", "the file is an image for U-Boot (uImage)")]
    [InlineData("d00dfeed", "the file is a flattened device tree: --dtb brings one")]
    [InlineData("414e44524f494421", "the file is an image for Android's boot loader")]
    [InlineData("504b0304", "the file is a ZIP archive")]
    [InlineData("514649fb", "the file is a disk image (qcow2)")]
    [InlineData("cffaedfe", "the file is a Mach-O executable")]
    public void What_is_another_kind_of_file_is_named(string magic, string message) =>
        Refused([.. Convert.FromHexString(magic), .. new byte[100]], message);

    [Fact]
    public void What_begins_between_two_instructions_is_refused()
    {
        var segment = new ElfBuilder.Segment(0x4000_0000, 0x4000_0000, 0x10, 0x1000);
        Refused([1, 2, 3, 4], "the raw binary begins at 0x40000001, but an instruction of A64 lies at a multiple of 4", 0x4000_0001);
        Refused(ElfBuilder.Build(0x4000_0002, segment), "the ELF file begins at 0x40000002, but an instruction");
        Refused(Arm64Image(2, 0x1000, flags: 0), "the arm64 Image begins at 0x40000002, but an instruction");
    }

    [Fact]
    public void An_arm64_image_that_does_not_fit_is_refused()
    {
        Refused(Arm64Image(0, 0x20_0000, 0), "has 0x200000 bytes for 0x40000000");
        Refused(Arm64Image(ulong.MaxValue, 64, 0), "which is no address");
        Refused(Arm64Image(0, 64, flags: 1), "big-endian");
        Refused(Arm64Image(0, 64, 0), "multiple of 2 MiB", 0x4008_0000);
        Refused(
            Arm64Image(0, 63, 0), "the arm64 Image is damaged: its header says 0x3f bytes of memory, and the file has 0x40");
    }

    [Fact]
    public void An_elf_file_that_cannot_run_is_refused()
    {
        var good = new ElfBuilder.Segment(0x4000_0000, 0x4000_0000, 0x10, 0x1000);
        byte[] file = ElfBuilder.Build(0x4000_0000, good);
        Refused(file[..40], "ends inside its header");
        Refused(file, "--load-address", 0x4000_0000);
        Refused(Changed(file, 4, 1), "class 1");
        Refused(Changed(file, 5, 2), "data 2");
        Refused(Changed(file, 18, 62), "machine 62");
        Refused(Changed(file, 16, 3), "type 3 (a shared object, or position-independent)");
        Refused(Changed(file, 39, 0x80), "program headers");
        Refused(Changed(file, 57, 1), "program headers");
        Refused(ElfBuilder.Build(0x4000_0000), "PT_LOAD");
        Refused(Changed(file, 64 + 8, 0xff), "segment 0");
        Refused(Changed(file, 64 + 39, 0xff), "segment 0");
        Refused(ElfBuilder.Build(0x4000_0000, good with { MemorySize = ulong.MaxValue }), "but the guest's RAM is");
        Refused(ElfBuilder.Build(0x4000_2000, good), "begins at 0x40002000, where it loads nothing");
        Refused(ElfBuilder.Build(0x4000_0010, good), "begins at 0x40000010, where it loads nothing"); // memory, but zero
        Refused(ElfBuilder.Build(0x4000_0000, good with { FileSize = 3 }), "begins at 0x40000000, where it loads nothing");
        Refused(ElfBuilder.Build(0x4000_0000, good with { FileSize = 0 }), "begins at 0x40000000, where it loads nothing");
        Refused(Changed(Changed(file, 56, 0xff), 57, 0xff), "65535 program headers or more");
        Refused(Changed(file, 16, 1), "type 1 (an object file)");
        Refused(Changed(file, 16, 4), "type 4 (a core dump)");
        Refused(
            Changed(ElfBuilder.Build(0x4000_0000, good, good with { PhysicalAddress = 0x4000_2000 }), 64 + 56, 3),
            "linked dynamically: it wants another program to start it (PT_INTERP)");
        Refused(
            ElfBuilder.Build(0x4000_0000, good, good with { PhysicalAddress = 0x4000_0ff0 }),
            "overlap: [0x40000000, 0x40001000) and [0x40000ff0, 0x40001ff0)");
    }

    [Fact]
    public void No_damaged_elf_file_ends_in_anything_but_a_refusal()
    {
        byte[] file = ElfBuilder.Build(0x4000_0000, new ElfBuilder.Segment(0x4000_0000, 0x4000_0000, 0x10, 0x1000));
        for (int at = 0; at < file.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 0x7f, 0x80, 0xff])
            {
                ReadOrRefuse(Changed(file, at, value));
            }

            ReadOrRefuse(file[..at]);
        }
    }

    [Theory]
    [InlineData("64M", 64ul << 20)]
    [InlineData("1g", 1ul << 30)]
    [InlineData("8K", 8192)]
    [InlineData("0x10000", 65536)]
    public void Ram_sizes_are_read(string text, ulong size) => Assert.Equal(size, GuestMachine.Parse(text, 1, false).RamSize);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("M")]
    [InlineData("-1M")]
    [InlineData("1T")]
    [InlineData("4097")]
    [InlineData("18446744073709551615G")]
    [InlineData("1024G")]
    public void Other_ram_sizes_are_refused(string text) =>
        Assert.Contains($"--ram {text}: ", Assert.Throws<UserErrorException>(() => GuestMachine.Parse(text, 1, false)).Message);

    [Theory]
    [InlineData("1.5G")]
    [InlineData("M")]
    [InlineData("abc")]
    public void A_text_that_is_no_size_is_answered_with_examples(string text) => Assert.Equal(
        $"--ram {text}: not a size; examples: 65536, 64K, 256M, 1G",
        Assert.Throws<UserErrorException>(() => GuestMachine.Parse(text, 1, false)).Message);

    [Fact]
    public void More_ram_than_there_is_is_refused_in_the_words_of_the_user()
    {
        var capacity = new GuestCapacity(Managed: 1ul << 30, Guest: 1000ul << 20);
        GuestMachine.Parse("1000M", 1, false).CheckRam(capacity);
        Assert.Equal(
            "--ram 1024004k: a guest can have 1000M of the 1024M that the kernel manages; kernel and VMM need the rest",
            Assert.Throws<UserErrorException>(() => GuestMachine.Parse("1024004k", 1, false).CheckRam(capacity)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(-1)]
    public void Too_few_or_many_vcpus_are_refused(int vcpus) =>
        Assert.Contains("--vcpus", Assert.Throws<UserErrorException>(() => GuestMachine.Parse("1M", vcpus, false)).Message);

    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            GuestImage.Read(file, Machine, null);
        }
        catch (UserErrorException)
        {
            // What a damaged file is answered with.
        }
    }

    private static void Refused(byte[] file, string message, ulong? loadAddress = null) => Assert.Contains(
        message,
        Assert.Throws<UserErrorException>(() => GuestImage.Read(file, Machine, loadAddress)).Message);

    private static byte[] Changed(byte[] file, int at, byte value)
    {
        byte[] changed = [.. file];
        changed[at] = value;
        return changed;
    }

    private static byte[] Arm64Image(ulong offset, ulong size, ulong flags)
    {
        byte[] file = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(8), offset);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(16), size);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), flags);
        "ARM\x64"u8.CopyTo(file.AsSpan(56));
        return file;
    }
}
