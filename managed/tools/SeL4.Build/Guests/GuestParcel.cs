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

    private readonly ParcelFile _file;

    private GuestParcel(ParcelFile file, string source, GuestImage image, GuestMachine machine, IReadOnlyList<string> hints) =>
        (_file, Source, Image, Machine, Hints) = (file, source, image, machine, hints);

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
            $"loader,file={_file.Path.Replace(",", ",,", StringComparison.Ordinal)},addr=0x{ParcelHeader.Address:x},force-raw=on"),
    ];

    /// <summary>Reads a guest's file and writes the parcel, which is gone when it is disposed.</summary>
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

        ulong size = SizeOf(layout);
        return size <= ParcelHeader.LargestSize
            ? new GuestParcel(WriteFile(file, layout, machine), file, layout.Image, machine, GuestHints.Of(machine, extras))
            : throw new UserErrorException($"{file}: {TooLarge((long)size)}");
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
        Write(stream, new ParcelHeader
        {
            Magic = ParcelHeader.ExpectedMagic,
            Size = SizeOf(layout),
            RamStart = GuestMachine.RamStart,
            RamSize = machine.RamSize,
            Entry = layout.Image.Entry,
            DeviceTree = layout.DeviceTree,
            Vcpus = (uint)machine.Vcpus,
            Flags = machine.Trace ? ParcelHeader.TraceFlag : 0,
            TimeLimit = machine.TimeLimit is { } seconds ? (ulong)Math.Ceiling(seconds * 1000) : 0,
            PieceCount = (ulong)layout.Blobs.Count,
        });
        ulong offset = FirstPiece(layout);
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
    public void Dispose() => _file.Dispose();

    internal static string TooLarge(long size) =>
        $"a guest of {size} bytes does not fit the {ParcelHeader.LargestSize >> 20} MiB that it is handed over in";

    private static ParcelFile WriteFile(string guest, GuestLayout layout, GuestMachine machine)
    {
        ParcelFile? parcel = null;
        try
        {
            parcel = ParcelFile.Create();
            Write(parcel.Stream, layout, machine);
            parcel.Stream.Flush();
            return parcel;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            parcel?.Dispose();
            throw new UserErrorException($"{guest}: the guest could not be handed over: {error.Message}", error);
        }
    }

    // Bytes before the first piece, and of all.
    private static ulong FirstPiece(GuestLayout layout) =>
        Aligned((ulong)(Unsafe.SizeOf<ParcelHeader>() + (layout.Blobs.Count * Unsafe.SizeOf<ParcelPiece>())));

    private static ulong SizeOf(GuestLayout layout) =>
        layout.Blobs.Aggregate(FirstPiece(layout), (at, blob) => at + Aligned((ulong)blob.Content.Length));

    private static void Write<T>(Stream stream, T value)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static void Pad(Stream stream)
    {
        ulong at = (ulong)stream.Position;
        stream.Write(new byte[Aligned(at) - at]);
    }

    private static ulong Aligned(ulong value) => (value + ParcelHeader.Alignment - 1) & ~(ParcelHeader.Alignment - 1);
}
