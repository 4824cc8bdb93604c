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
/// Little-endian: magic, size of the parcel, start and size of RAM, entry, address of the device tree (8 bytes each), vCPUs,
/// flags (4 each), time limit in milliseconds (0: none), number of pieces (8 each); then address, offset in the parcel and size
/// (8 each) of every piece; then their bytes.
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

    private const ulong Magic = 0x3347_6d56_344c_6553; // "SeL4VmG3"
    private const uint TraceFlag = 1;
    private const int HeaderSize = 72;
    private const int EntrySize = 24;
    private const int Alignment = 64;

    private readonly string _path;

    private GuestParcel(string path, string file, GuestImage image, GuestMachine machine) =>
        (_path, Source, Image, Machine) = (path, file, image, machine);

    /// <summary>The guest's own file.</summary>
    public string Source { get; }

    public GuestImage Image { get; }

    /// <summary>What the guest is to run on.</summary>
    public GuestMachine Machine { get; }

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
    public static GuestParcel Create(string file, GuestMachine machine, ulong? loadAddress = null, GuestExtras? extras = null)
    {
        byte[] content = InputFile.Read(file, file.Length == 0 ? "--guest" : file, (long)LargestSize, TooLarge);
        GuestLayout layout;
        try
        {
            GuestImage image = GuestImage.Read(content, machine, loadAddress);
            layout = GuestLayout.Create(content, image, machine, extras ?? new GuestExtras());
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException($"{file}: {error.Message}");
        }

        string path = Path.Combine(Path.GetTempPath(), $"sel4-guest-{Guid.NewGuid():n}.bin");
        var parcel = new GuestParcel(path, file, layout.Image, machine);
        try
        {
            using FileStream stream = File.Create(path);
            Write(stream, layout, machine);
            return (ulong)stream.Length <= LargestSize ? parcel : throw new UserErrorException($"{file}: {TooLarge(stream.Length)}");
        }
        catch (Exception error)
        {
            parcel.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException($"{file}: the guest could not be written to {path}: {error.Message}", error);
            }

            throw;
        }
    }

    /// <summary>The guest that an image's description names, if it does.</summary>
    /// <param name="image">The image.</param>
    /// <param name="timeLimit">Seconds after which the VMM ends it; <see langword="null"/>: never.</param>
    public static GuestParcel? OfImage(BootImage image, double? timeLimit = null) => image.Guest is { } file
        ? Create(file, GuestMachine.Parse(GuestMachine.DefaultRam, vcpus: 1, trace: false) with { TimeLimit = timeLimit })
        : null;

    /// <summary>Writes a parcel.</summary>
    public static void Write(Stream stream, GuestLayout layout, GuestMachine machine)
    {
        ulong first = Aligned((ulong)(HeaderSize + (layout.Blobs.Count * EntrySize)));
        ulong total = layout.Blobs.Aggregate(first, (at, blob) => at + Aligned((ulong)blob.Content.Length));
        using var writer = new BinaryWriter(stream, System.Text.Encoding.ASCII, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(total);
        writer.Write(GuestMachine.RamStart);
        writer.Write(machine.RamSize);
        writer.Write(layout.Image.Entry);
        writer.Write(layout.DeviceTree);
        writer.Write((uint)machine.Vcpus);
        writer.Write(machine.Trace ? TraceFlag : 0);
        writer.Write(machine.TimeLimit is { } seconds ? (ulong)Math.Ceiling(seconds * 1000) : 0);
        writer.Write((ulong)layout.Blobs.Count);
        ulong offset = first;
        foreach ((ulong address, ReadOnlyMemory<byte> content) in layout.Blobs)
        {
            writer.Write(address);
            writer.Write(offset);
            writer.Write((ulong)content.Length);
            offset += Aligned((ulong)content.Length);
        }

        foreach ((ulong _, ReadOnlyMemory<byte> content) in layout.Blobs)
        {
            Pad(writer);
            writer.Write(content.Span);
        }

        Pad(writer);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    internal static string TooLarge(long size) =>
        $"a guest of {size} bytes does not fit the {LargestSize >> 20} MiB that it is handed over in";

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        long at = writer.BaseStream.Position;
        writer.Write(new byte[Aligned((ulong)at) - (ulong)at]);
    }

    private static ulong Aligned(ulong value) => (value + Alignment - 1) & ~((ulong)Alignment - 1);
}
