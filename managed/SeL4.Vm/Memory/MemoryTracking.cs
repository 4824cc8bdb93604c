// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Which pages of a mapped reservation are remembered.</summary>
/// <remarks>Maps to <c>vm_tracking_t</c>.</remarks>
public enum MemoryTracking
{
    /// <summary>None.</summary>
    None,

    /// <summary>Pages that are written.</summary>
    Dirty,

    /// <summary>Pages that are touched at all; written ones are told apart.</summary>
    Accessed,
}

/// <summary>A page that the guest has touched.</summary>
/// <param name="Range">The page.</param>
/// <param name="IsDirty">It was written.</param>
/// <remarks>Maps to <c>vm_page_state_t</c>.</remarks>
public readonly record struct TouchedPage(GuestRange Range, bool IsDirty);
