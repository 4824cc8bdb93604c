// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Guests;

/// <summary>Everything that is in a guest's RAM when it starts.</summary>
/// <param name="Image">The guest's own file.</param>
/// <param name="Blobs">Bytes and their guest physical addresses; nothing overlaps.</param>
/// <param name="DeviceTree">Guest physical address of the device tree, which the guest gets in x0.</param>
internal sealed record GuestLayout(
    GuestImage Image, IReadOnlyList<(ulong Address, ReadOnlyMemory<byte> Content)> Blobs, ulong DeviceTree)
{
    private const ulong PageBytes = 4096;
    private const ulong TreeAlignment = 64; // at least 8 (Linux: Documentation/arch/arm64/booting.rst)

    /// <summary>Finds a place for everything: device tree and RAM disk as high in RAM as they go, clear of the guest's file.</summary>
    /// <param name="file">Content of the guest's file.</param>
    /// <param name="image">The same, understood.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="extras">What goes with it.</param>
    /// <exception cref="UserErrorException">There is not enough RAM.</exception>
    public static GuestLayout Create(ReadOnlyMemory<byte> file, GuestImage image, GuestMachine machine, GuestExtras extras)
    {
        List<(ulong Start, ulong End)> taken = [.. image.Segments.Select(s => (s.Address, s.End))];
        List<(ulong, ReadOnlyMemory<byte>)> blobs =
            [.. image.Segments.Select(s => (s.Address, file.Slice((int)s.Offset, (int)s.FileSize)))];
        (ulong Start, ulong End)? initrd = null;
        if (extras.Initrd is { } disk)
        {
            ulong at = Place(disk, PageBytes, taken, machine)
                ?? throw NoRoom($"the initial RAM disk of {disk.Length} bytes", image, machine);
            initrd = (at, at + (ulong)disk.Length);
            blobs.Add((at, disk));
        }

        byte[] tree = extras.DeviceTree ?? GuestDeviceTree.Write(machine, extras.CommandLine, initrd);
        ulong place = Place(tree, TreeAlignment, taken, machine)
            ?? throw NoRoom($"the guest's device tree of {tree.Length} bytes", image, machine);
        blobs.Add((place, tree));
        return new GuestLayout(image, blobs, place);
    }

    private static UserErrorException NoRoom(string what, GuestImage image, GuestMachine machine) => new(
        $"there is no room for {what} beside the {image.Format} in the guest's RAM, "
        + $"[0x{GuestMachine.RamStart:x}, 0x{machine.RamEnd:x}) (see --ram)");

    // The highest place that is free, which is taken then.
    private static ulong? Place(byte[] content, ulong alignment, List<(ulong Start, ulong End)> taken, GuestMachine machine)
    {
        ulong size = (ulong)content.Length;
        ulong end = machine.RamEnd;
        foreach ((ulong start, ulong above) in taken.OrderByDescending(range => range.Start).Append((0ul, GuestMachine.RamStart)))
        {
            ulong at = end >= size ? (end - size) & ~(alignment - 1) : 0;
            if (at >= above)
            {
                taken.Add((at, at + size));
                return at;
            }

            end = Math.Min(end, start);
        }

        return null;
    }
}
