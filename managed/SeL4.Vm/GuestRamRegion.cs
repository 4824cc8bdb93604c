// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>A region of guest RAM.</summary>
/// <param name="Range">Where it is.</param>
/// <param name="IsAllocated">It is allocated.</param>
/// <remarks>Maps to <c>vm_ram_region_t</c>.</remarks>
public readonly record struct GuestRamRegion(GuestRange Range, bool IsAllocated);
