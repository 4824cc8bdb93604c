// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Visits a piece of guest RAM.</summary>
/// <param name="address">Its guest physical address.</param>
/// <param name="memory">Its content; valid during the call.</param>
/// <param name="offset">Bytes of the whole range that lie before it.</param>
/// <returns>Go on.</returns>
/// <remarks>Maps to <c>ram_touch_callback_fn</c>.</remarks>
public delegate bool GuestRamVisitor(GuestAddress address, Span<byte> memory, ulong offset);
