// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Where the frames of a mapping come from: asked for one after the other in address order.</summary>
/// <param name="address">The guest physical address that the frame will start at.</param>
/// <returns>The frame; <see langword="default"/> when there is none, which ends the mapping with an error.</returns>
/// <remarks>
/// Maps to <c>memory_map_iterator_fn</c>. It may use the VM whose mapping asks: reserve, map, give back, copy. What the call
/// that asks is about stays until the call is over: disposing of such a reservation, or of the VM, takes effect afterwards,
/// and unmapping one is refused.
/// </remarks>
public delegate Frame FrameSource(GuestAddress address);
