// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Guests;

namespace SeL4.Build.Guests;

/// <summary>How much RAM a guest can have: what the kernel manages, less what itself and the VMM take.</summary>
/// <param name="Managed">Bytes that the kernel manages.</param>
/// <param name="Guest">Bytes of them that are left for a guest.</param>
internal readonly record struct GuestCapacity(ulong Managed, ulong Guest)
{
    private const int SlotBits = 5; // seL4_SlotBits of 64-bit kernels

    // What root server and runtime have taken when the VMM starts, apart from the image: 1 to 2 MiB on the kernels at hand.
    private const ulong StartBytes = 2 << 20;

    /// <summary>Computes it.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="rootTask">The VMM's ELF file; <see langword="null"/> while it is not built: the result is then too large by it.</param>
    /// <exception cref="UserErrorException">An ELF file is damaged.</exception>
    public static GuestCapacity Find(KernelPrefix kernel, string? rootTask)
    {
        ulong managed = kernel.ReadManagedMemory();
        ulong taken = Extent(kernel.KernelElf) + (1ul << (kernel.Configuration.RootCNodeBits + SlotBits))
            + (rootTask is null ? 0 : Extent(rootTask)) + StartBytes + ParcelHeader.VmmBytes;
        return new GuestCapacity(managed, managed - Math.Min(managed, taken));
    }

    private static ulong Extent(string elf)
    {
        try
        {
            IReadOnlyList<GuestSegment> segments = ElfFile.Read(File.ReadAllBytes(elf)).Segments;
            return segments[^1].End - segments[0].Address;
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException($"{elf}: {error.Message}");
        }
    }
}
