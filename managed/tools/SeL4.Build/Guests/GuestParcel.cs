// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Runner.Images;

namespace SeL4.Build.Guests;

/// <summary>
/// A guest with its machine's description as one file, which QEMU puts into memory for the image
/// <see cref="RunnerImage"/>. <c>managed/samples/GuestRunner/GuestParcel.cs</c> reads it.
/// </summary>
/// <remarks>
/// Little-endian: magic, size of the parcel, start and size of RAM, entry (8 bytes each), vCPUs, flags (4 each), number of
/// segments (8); then address, offset in the parcel and size (8 each) of every segment; then their bytes.
/// </remarks>
internal sealed class GuestParcel : IDisposable
{
    /// <summary>The image that runs what a parcel holds.</summary>
    public const string RunnerImage = "guest-runner";

    /// <summary>
    /// Physical address of the parcel: RAM that a kernel for <c>qemu-arm-virt</c> with EL2 leaves to the root task as
    /// device memory, which is [0x40000000, 0x60000000).
    /// </summary>
    public const ulong Address = 0x5000_0000;

    /// <summary>Bytes from there to the end of that memory.</summary>
    public const ulong LargestSize = 0x1000_0000;

    private const ulong Magic = 0x3147_6d56_344c_6553; // "SeL4VmG1"
    private const uint TraceFlag = 1;
    private const int HeaderSize = 56;
    private const int SegmentSize = 24;
    private const int Alignment = 64;

    private readonly string _path;

    private GuestParcel(string path, string file, GuestImage image) => (_path, Source, Image) = (path, file, image);

    /// <summary>The guest's own file.</summary>
    public string Source { get; }

    public GuestImage Image { get; }

    /// <summary>The arguments that let QEMU load the parcel; a comma in the path is written twice.</summary>
    public IReadOnlyList<string> QemuArguments =>
    [
        "-device",
        string.Create(
            CultureInfo.InvariantCulture,
            $"loader,file={_path.Replace(",", ",,", StringComparison.Ordinal)},addr=0x{Address:x},force-raw=on"),
    ];

    /// <summary>Reads a guest's file and writes the parcel; disposing of it deletes it.</summary>
    /// <exception cref="UserErrorException">There is no such file, or it cannot run on that machine.</exception>
    public static GuestParcel Create(string file, GuestMachine machine, ulong? loadAddress = null)
    {
        byte[] content = Content(file);
        GuestImage image;
        try
        {
            image = GuestImage.Read(content, machine, loadAddress);
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException($"{file}: {error.Message}");
        }

        string path = Path.Combine(Path.GetTempPath(), $"sel4-guest-{Guid.NewGuid():n}.bin");
        var parcel = new GuestParcel(path, file, image);
        using FileStream stream = File.Create(path);
        Write(stream, content, image, machine);
        return parcel.Checked(file, stream.Length);
    }

    /// <summary>The guest that an image's description names, if it does.</summary>
    public static GuestParcel? OfImage(BootImage image) => image.Guest is { } file
        ? Create(file, GuestMachine.Parse(GuestMachine.DefaultRam, vcpus: 1, trace: false))
        : null;

    /// <summary>Writes a parcel.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> file, GuestImage image, GuestMachine machine)
    {
        ulong first = Aligned((ulong)(HeaderSize + (image.Segments.Count * SegmentSize)));
        ulong total = image.Segments.Aggregate(first, (at, segment) => at + Aligned(segment.FileSize));
        using var writer = new BinaryWriter(stream, System.Text.Encoding.ASCII, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(total);
        writer.Write(GuestMachine.RamStart);
        writer.Write(machine.RamSize);
        writer.Write(image.Entry);
        writer.Write((uint)machine.Vcpus);
        writer.Write(machine.Trace ? TraceFlag : 0);
        writer.Write((ulong)image.Segments.Count);
        ulong offset = first;
        foreach (GuestSegment segment in image.Segments)
        {
            writer.Write(segment.Address);
            writer.Write(offset);
            writer.Write(segment.FileSize);
            offset += Aligned(segment.FileSize);
        }

        foreach (GuestSegment segment in image.Segments)
        {
            Pad(writer);
            writer.Write(file.Slice((int)segment.Offset, (int)segment.FileSize));
        }

        Pad(writer);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    private static byte[] Content(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
        {
            throw new UserErrorException($"{file}: no such file");
        }

        return (ulong)info.Length <= LargestSize ? File.ReadAllBytes(file) : throw TooLarge(file, info.Length);
    }

    private static UserErrorException TooLarge(string file, long size) =>
        new($"{file}: a guest of {size} bytes does not fit the {LargestSize >> 20} MiB that it is handed over in");

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        long at = writer.BaseStream.Position;
        writer.Write(new byte[Aligned((ulong)at) - (ulong)at]);
    }

    private static ulong Aligned(ulong value) => (value + Alignment - 1) & ~((ulong)Alignment - 1);

    private GuestParcel Checked(string file, long size)
    {
        if ((ulong)size <= LargestSize)
        {
            return this;
        }

        Dispose();
        throw TooLarge(file, size);
    }
}
