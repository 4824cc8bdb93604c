// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using SeL4.Build.Guests;

namespace SeL4.Build.Tests.Guests;

public sealed class EfiHeaderTests
{
    private static readonly GuestMachine Machine = GuestMachine.Parse("1M", 1, trace: false);

    [Theory]
    [InlineData(0)]
    [InlineData(1472)]
    public void An_image_that_is_an_application_for_EFI_too_is_taken(int signature)
    {
        GuestImage image = GuestImage.Read(ImageBuilder.Build(1000, 500, signature), Machine, null);
        Assert.Equal(("arm64 Image", 0x4000_0000ul), (image.Format, image.Entry));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void An_image_that_is_cut_short_anywhere_is_refused(int signature)
    {
        byte[] file = ImageBuilder.Build(700, 300, signature);
        for (int length = 4; length < file.Length; length++)
        {
            Assert.Contains("cut short", Message(file[..length]));
        }
    }

    [Fact]
    public void What_is_cut_off_is_named()
    {
        byte[] file = ImageBuilder.Build(0x400, 0x200, 0x100);
        Assert.Equal("the arm64 Image is cut short: its signature ends at 0x900, the file at 0x8ff", Message(file[..^1]));
        Assert.Equal("the arm64 Image is cut short: section 1 ends at 0x800, the file at 0x7ff", Message(ImageBuilder.Build(0x400, 0x200, 0)[..^1]));
        Assert.Equal("the arm64 Image is cut short: the header for EFI ends at 0x148, the file at 0x147", Message(file[..0x147]));
        Assert.Contains("is cut short inside its header", Message(file[..63]));
    }

    [Fact]
    public void An_image_whose_header_for_EFI_is_elsewhere_is_refused()
    {
        byte[] file = ImageBuilder.Build(0x400, 0x200, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(60), 0x100);
        Assert.Equal("the arm64 Image is damaged: there is no header for EFI at 0x100, where it should be", Message(file));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(60), uint.MaxValue);
        Assert.Contains("the header for EFI ends at 0x100000017", Message(file));
    }

    [Fact]
    public void An_application_for_EFI_is_refused()
    {
        byte[] file = ImageBuilder.WithoutImage(ImageBuilder.Build(1000, 500, 0));
        Assert.StartsWith("the file is an application for EFI (PE, machine 0xaa64), and a guest starts without firmware", Message(file));
        Assert.Contains("the file begins as an application for EFI does, and is cut short: its header is at 0x40, the end at 0x50", Message(file[..0x50]));
    }

    [Fact]
    public void Machine_code_may_begin_with_the_same_two_bytes()
    {
        byte[] file = new byte[256];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0x1400_5a4d);             // b, 90 KiB ahead
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(60), 0xd503_201f); // nop
        Assert.Equal("raw binary", GuestImage.Read(file, Machine, null).Format);
    }

    private static string Message(byte[] file) =>
        Assert.Throws<UserErrorException>(() => GuestImage.Read(file, Machine, null)).Message;
}
