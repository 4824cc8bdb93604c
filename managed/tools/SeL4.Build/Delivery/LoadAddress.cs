// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;
using SeL4.Build.Kernels;

namespace SeL4.Build.Delivery;

/// <summary>Finds where a boot loader can put the raw image: in RAM, and not where the image puts kernel and root task.</summary>
internal static class LoadAddress
{
    private const ulong Alignment = 0x20_0000;

    // Device tree and root task lie one behind the other after the kernel. The image holds both; what the root task has
    // beyond its file, zeroed data, is estimated.
    private const ulong LeastRoom = 0x800_0000;
    private const ulong ZeroedData = 0x400_0000;

    // Boot loaders keep their own code at the end of RAM, and their trees and heaps often at its beginning.
    private const ulong Distance = 0x1000_0000;

    /// <exception cref="UserErrorException">There is no such place.</exception>
    public static ulong Find(KernelPrefix kernel, ulong imageSize)
    {
        IReadOnlyList<GuestSegment> segments = ElfFile.Read(File.ReadAllBytes(kernel.KernelElf)).Segments;
        return Find(kernel.Memory, segments[0].Address, segments[^1].End + Room(imageSize), imageSize);
    }

    /// <summary>Bytes behind the kernel that device tree and root task of an image may take.</summary>
    internal static ulong Room(ulong imageSize) =>
        Math.Max(LeastRoom, ((imageSize + Alignment - 1) & ~(Alignment - 1)) + ZeroedData);

    internal static ulong Find(
        IReadOnlyList<(ulong Start, ulong Size)> memory, ulong takenFrom, ulong takenTo, ulong imageSize)
    {
        foreach ((ulong start, ulong size) in memory)
        {
            ulong end = start + size;
            foreach (ulong candidate in new[] { start + Distance, start + Alignment, takenTo })
            {
                ulong address = (candidate + Alignment - 1) & ~(Alignment - 1);
                bool inRam = address >= start && address < end && imageSize <= end - address;
                if (inRam && (address + imageSize <= takenFrom || address >= takenTo))
                {
                    return address;
                }
            }
        }

        throw new UserErrorException($"no place in RAM is left for an image of {imageSize} bytes beside kernel and root task");
    }
}
