// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Sizes of pages that the processor translates; the values are address bits.</summary>
#pragma warning disable CA1008 // There is no page of size zero.
public enum PageSize
#pragma warning restore CA1008
{
    /// <summary>4 KiB.</summary>
    Page4KiB = 12,

    /// <summary>2 MiB.</summary>
    Page2MiB = 21,

    /// <summary>1 GiB.</summary>
    Page1GiB = 30,
}

/// <summary>What follows from a page size.</summary>
public static class PageSizeExtensions
{
    /// <summary>The size in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no page size.</exception>
    public static ulong Bytes(this PageSize size) => 1ul << (int)size.Checked();

    internal static PageSize Checked(this PageSize size) =>
        size is PageSize.Page4KiB or PageSize.Page2MiB or PageSize.Page1GiB
            ? size
            : throw new ArgumentOutOfRangeException(nameof(size), size, "A page has 4 KiB, 2 MiB or 1 GiB.");
}
