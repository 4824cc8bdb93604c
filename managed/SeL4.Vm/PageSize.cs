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
