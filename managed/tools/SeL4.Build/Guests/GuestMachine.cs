// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Build.Guests;

/// <summary>What a guest is to run on.</summary>
/// <param name="RamSize">Bytes of RAM, which starts at <see cref="RamStart"/>.</param>
/// <param name="Vcpus">Number of vCPUs.</param>
/// <param name="Trace">Every fault is printed.</param>
/// <param name="TimeLimit">Seconds after which the VMM ends the guest and says what it does; <see langword="null"/>: never.</param>
internal sealed record GuestMachine(ulong RamSize, int Vcpus = 1, bool Trace = false, double? TimeLimit = null)
{
    /// <summary>Where RAM starts on QEMU's virt machine, and so for the guest.</summary>
    public const ulong RamStart = 0x4000_0000;

    public const string DefaultRam = "128M";

    public const int MostVcpus = 8;

    private const ulong PageBytes = 4096;
    private const ulong LargestRam = 1ul << 37; // up to the end of a 38-bit IPA space, roughly

    private const int MebibyteShift = 20;

    private static readonly Dictionary<char, int> SizeShifts = new() { ['K'] = 10, ['M'] = MebibyteShift, ['G'] = 30 };

    /// <summary>The size of RAM as the user wrote it.</summary>
    public string RamText { get; private init; } = "";

    public ulong RamEnd => RamStart + RamSize;

    /// <summary>Reads the options of the command line.</summary>
    public static GuestMachine Parse(string ram, int vcpus, bool trace)
    {
        ulong size = ParseSize(ram);
        if (size is 0 or > LargestRam || size % PageBytes != 0)
        {
            throw new UserErrorException($"--ram {ram}: RAM is whole pages of 4 KiB, from 4K to 128G");
        }

        return vcpus is >= 1 and <= MostVcpus
            ? new GuestMachine(size, vcpus, trace) { RamText = ram }
            : throw new UserErrorException($"--vcpus {vcpus}: a guest has from 1 to {MostVcpus} of them");
    }

    /// <summary>A number, decimal or with 0x.</summary>
    public static ulong ParseNumber(string option, string text) => TryParse(text, out ulong value)
        ? value
        : throw new UserErrorException($"{option} {text}: not a number; examples: 1073741824, 0x40000000");

    /// <summary>Checks that there is that much RAM.</summary>
    /// <exception cref="UserErrorException">There is less than the guest wants.</exception>
    public void CheckRam(GuestCapacity capacity)
    {
        if (RamSize > capacity.Guest)
        {
            throw new UserErrorException(
                $"--ram {RamText}: a guest can have {capacity.Guest >> MebibyteShift}M of the {capacity.Managed >> MebibyteShift}M that the kernel "
                + "manages; kernel and VMM need the rest");
        }
    }

    private static bool TryParse(string text, out ulong value)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(
            hex ? text[2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static ulong ParseSize(string text)
    {
        int shift = text.Length == 0 ? 0 : SizeShifts.GetValueOrDefault(char.ToUpperInvariant(text[^1]));
        return !TryParse(shift == 0 ? text : text[..^1], out ulong number)
            ? throw new UserErrorException($"--ram {text}: not a size; examples: 65536, 64K, 256M, 1G")
            : number <= ulong.MaxValue >> shift ? number << shift : 0;
    }
}
