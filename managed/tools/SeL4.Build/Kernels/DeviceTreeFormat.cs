// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Kernels;

/// <summary>
/// Numbers of a flattened device tree (Devicetree Specification 0.4, chapter 5 "Flattened Devicetree (DTB) Format"); all words
/// are big-endian.
/// </summary>
internal static class DeviceTreeFormat
{
    /// <summary>The first word.</summary>
    public const uint Magic = 0xd00d_feed;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 40;

    /// <summary>A node begins; its name follows.</summary>
    public const uint BeginNode = 1;

    /// <summary>The node ends.</summary>
    public const uint EndNode = 2;

    /// <summary>A property; its length, the offset of its name and its value follow.</summary>
    public const uint Property = 3;

    /// <summary>To be skipped.</summary>
    public const uint Nop = 4;

    /// <summary>The tree ends.</summary>
    public const uint End = 9;
}
