// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.SoakSuite;

/// <summary>What libsel4vm and its shim hold; other than the root server's figures, these do not move with the managed heap.</summary>
/// <param name="HeapBlocks">Blocks of the native heap.</param>
/// <param name="Objects">Kernel objects.</param>
/// <param name="Slots">Capability slots.</param>
/// <param name="Mappings">Frames mapped, in the guests and the VMM.</param>
/// <param name="AddressRanges">Ranges of the VMM's addresses.</param>
/// <remarks>Maps to <c>target_counts_t</c> (native/tests/targetlib/target.h).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Holdings(long HeapBlocks, long Objects, long Slots, long Mappings, long AddressRanges)
{
    /// <summary>The state at this moment.</summary>
    public static unsafe Holdings Current
    {
        get
        {
            Holdings now;
            GetCounts(&now);
            return now;
        }
    }

    [DllImport("*", EntryPoint = "target_get_counts", ExactSpelling = true)]
    private static extern unsafe void GetCounts(Holdings* counts);
}
