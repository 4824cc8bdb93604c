// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Build.Kernels;
using SeL4.Guests;

namespace SeL4.Build.Guests;

/// <summary>What a guest is given beside its own file.</summary>
/// <param name="CommandLine">What it is told, as Linux's command line.</param>
/// <param name="Initrd">An initial RAM disk, or <see langword="null"/>.</param>
/// <param name="DeviceTree">A device tree in place of the one that describes the machine, or <see langword="null"/>.</param>
internal sealed record GuestExtras(string CommandLine = "", byte[]? Initrd = null, byte[]? DeviceTree = null)
{
    // Linux: Documentation/arch/arm64/booting.rst, 2 "Setup the device tree".
    private const int LargestTree = 2 << 20;

    // Linux: COMMAND_LINE_SIZE of arch/arm64/include/uapi/asm/setup.h is 2048, with the zero byte; what is behind it gets lost.
    private const int LongestForLinux = 2047;

    /// <summary>What the guest finds as its command line, from wherever.</summary>
    public string BootArguments => Root is null ? CommandLine : Root.Child("chosen")?.Text("bootargs") ?? "";

    /// <summary>The root of <see cref="DeviceTree"/>.</summary>
    public DeviceTreeNode? Root { get; } = DeviceTree is null ? null : DeviceTreeParser.Parse(DeviceTree).Root;

    /// <summary>Reads what the options name.</summary>
    /// <exception cref="UserErrorException">A file cannot be read, is no device tree, or two options contradict each other.</exception>
    public static GuestExtras Read(string? commandLine, string? initrd, string? deviceTree)
    {
        if (deviceTree is not null && (commandLine ?? initrd) is not null)
        {
            throw new UserErrorException(
                $"{(commandLine is null ? "--initrd" : "--append")} is told to the guest by its device tree, and --dtb brings another: "
                + "put it there, or leave --dtb away");
        }

        if (commandLine?.Contains('\0', StringComparison.Ordinal) ?? false)
        {
            throw new UserErrorException("--append: a zero byte would end the command line");
        }

        // .NET has put this character in the place of every byte that is not UTF-8.
        if (commandLine?.EnumerateRunes().Contains(Rune.ReplacementChar) ?? false)
        {
            throw new UserErrorException("--append: the text is not UTF-8 (or holds U+FFFD, which stands for what is not)");
        }

        return new GuestExtras(
            commandLine ?? "",
            initrd is null ? null : Content("--initrd", initrd),
            deviceTree is null ? null : Tree(deviceTree));
    }

    /// <summary>Checks that a guest's file takes all of it.</summary>
    /// <exception cref="UserErrorException">It is Linux, and the command line is too long for it.</exception>
    public void CheckFor(GuestImage image)
    {
        int length = Encoding.UTF8.GetByteCount(BootArguments);
        if (image.Format == ImageFile.Format && length > LongestForLinux)
        {
            throw new UserErrorException(
                $"the command line has {length} bytes, and Linux for arm64 takes {LongestForLinux} (COMMAND_LINE_SIZE)");
        }
    }

    private static byte[] Tree(string file)
    {
        byte[] tree = Content("--dtb", file);
        if (tree.Length > LargestTree)
        {
            throw Refusal($"it has {tree.Length} bytes, more than 2 MiB");
        }

        if (tree.AsSpan().StartsWith("/dts-v1/"u8))
        {
            throw Refusal("it is the source of one; compile it first (dtc)");
        }

        try
        {
            (DeviceTreeNode root, int size) = DeviceTreeParser.Parse(tree);
            Kernels.DeviceTree.Memory(root);
            return tree[..size];
        }
        catch (FormatException error)
        {
            throw Refusal(error.Message);
        }

        UserErrorException Refusal(string what) => new($"--dtb {file}: not a flattened device tree: {what}");
    }

    private static byte[] Content(string option, string file) =>
        InputFile.Read(file, $"{option} {file}".TrimEnd(), (long)ParcelHeader.LargestSize, GuestParcel.TooLarge);
}
