// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What backs a reservation.</summary>
/// <remarks>Maps to <c>vm_backing_t</c>.</remarks>
public enum MemoryBacking
{
    /// <summary>Nothing: every access comes to the handler.</summary>
    None,

    /// <summary>Frames, all mapped.</summary>
    Mapped,

    /// <summary>Frames that are mapped when the guest first touches their page.</summary>
    Deferred,
}
