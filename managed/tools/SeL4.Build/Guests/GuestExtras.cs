// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
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

        return new GuestExtras(
            commandLine ?? "",
            initrd is null ? null : Content("--initrd", initrd),
            deviceTree is null ? null : Tree(deviceTree));
    }

    private static byte[] Tree(string file)
    {
        byte[] tree = Content("--dtb", file);
        return tree.Length switch
        {
            < DeviceTreeFormat.HeaderSize => throw Refusal("ends inside its header"),
            > LargestTree => throw Refusal($"has {tree.Length} bytes, more than 2 MiB"),
            _ when Word(0) != DeviceTreeFormat.Magic => throw Refusal($"begins with 0x{Word(0):x8}, not 0x{DeviceTreeFormat.Magic:x8}"),
            _ when Word(4) > tree.Length => throw Refusal($"says that it has {Word(4)} bytes, but the file has {tree.Length}"),
            _ => tree,
        };

        uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(tree.AsSpan(offset));
        UserErrorException Refusal(string what) => new($"--dtb {file}: not a flattened device tree: it {what}");
    }

    private static byte[] Content(string option, string file) =>
        InputFile.Read(file, $"{option} {file}".TrimEnd(), (long)ParcelHeader.LargestSize, GuestParcel.TooLarge);
}
