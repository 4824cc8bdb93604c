// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.Guests;
using SeL4.Runner.Images;

namespace SeL4.Build.Guests;

/// <summary>
/// A guest with its machine's description as one file, which QEMU puts into memory for the image
/// <see cref="RunnerImage"/>. <see cref="ParcelHeader"/> has the format.
/// </summary>
internal sealed class GuestParcel : IDisposable
{
    /// <summary>The image that runs what a parcel holds.</summary>
    public const string RunnerImage = "guest-runner";

    private readonly string _path;

    private GuestParcel(string path, string file, GuestImage image, GuestMachine machine, IReadOnlyList<string> hints) =>
        (_path, Source, Image, Machine, Hints) = (path, file, image, machine, hints);

    /// <summary>The guest's own file.</summary>
    public string Source { get; }

    public GuestImage Image { get; }

    /// <summary>What the guest is to run on.</summary>
    public GuestMachine Machine { get; }

    /// <summary>What the user may want to know, a line each (<see cref="GuestHints"/>).</summary>
    public IReadOnlyList<string> Hints { get; }

    /// <summary>The arguments that let QEMU load the parcel; a comma in the path is written twice.</summary>
    public IReadOnlyList<string> QemuArguments =>
    [
        "-device",
        string.Create(
            CultureInfo.InvariantCulture,
            $"loader,file={_path.Replace(",", ",,", StringComparison.Ordinal)},addr=0x{ParcelHeader.Address:x},force-raw=on"),
    ];

    /// <summary>Reads a guest's file and writes the parcel; disposing of it deletes it.</summary>
    /// <exception cref="UserErrorException">There is no such file, or it cannot run on that machine.</exception>
    public static GuestParcel Create(string file, GuestMachine machine, ulong? loadAddress = null, GuestExtras? extras = null)
    {
        byte[] content = InputFile.Read(file, file.Length == 0 ? "--guest" : file, (long)ParcelHeader.LargestSize, TooLarge);
        GuestLayout layout;
        extras ??= new GuestExtras();
        try
        {
            content = CompressedKernel.Unpack(content, (long)ParcelHeader.LargestSize, TooLarge);
            GuestImage image = GuestImage.Read(content, machine, loadAddress);
            extras.CheckFor(image);
            layout = GuestLayout.Create(content, image, machine, extras);
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException($"{file}: {error.Message}");
        }

        string path = Path.Combine(Path.GetTempPath(), $"sel4-guest-{Guid.NewGuid():n}.bin");
        var parcel = new GuestParcel(path, file, layout.Image, machine, GuestHints.Of(machine, extras));
        try
        {
            using FileStream stream = File.Create(path);
            Write(stream, layout, machine);
            return (ulong)stream.Length <= ParcelHeader.LargestSize ? parcel : throw new UserErrorException($"{file}: {TooLarge(stream.Length)}");
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
        ulong first = Aligned((ulong)(Unsafe.SizeOf<ParcelHeader>() + (layout.Blobs.Count * Unsafe.SizeOf<ParcelPiece>())));
        Write(stream, new ParcelHeader
        {
            Magic = ParcelHeader.ExpectedMagic,
            Size = layout.Blobs.Aggregate(first, (at, blob) => at + Aligned((ulong)blob.Content.Length)),
            RamStart = GuestMachine.RamStart,
            RamSize = machine.RamSize,
            Entry = layout.Image.Entry,
            DeviceTree = layout.DeviceTree,
            Vcpus = (uint)machine.Vcpus,
            Flags = machine.Trace ? ParcelHeader.TraceFlag : 0,
            TimeLimit = machine.TimeLimit is { } seconds ? (ulong)Math.Ceiling(seconds * 1000) : 0,
            PieceCount = (ulong)layout.Blobs.Count,
        });
        ulong offset = first;
        foreach ((ulong address, ReadOnlyMemory<byte> content) in layout.Blobs)
        {
            Write(stream, new ParcelPiece { Address = address, Offset = offset, Size = (ulong)content.Length });
            offset += Aligned((ulong)content.Length);
        }

        foreach ((ulong _, ReadOnlyMemory<byte> content) in layout.Blobs)
        {
            Pad(stream);
            stream.Write(content.Span);
        }

        Pad(stream);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);

    internal static string TooLarge(long size) =>
        $"a guest of {size} bytes does not fit the {ParcelHeader.LargestSize >> 20} MiB that it is handed over in";

    private static void Write<T>(Stream stream, T value)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static void Pad(Stream stream)
    {
        ulong at = (ulong)stream.Position;
        stream.Write(new byte[Aligned(at) - at]);
    }

    private static ulong Aligned(ulong value) => (value + ParcelHeader.Alignment - 1) & ~(ParcelHeader.Alignment - 1);
}
