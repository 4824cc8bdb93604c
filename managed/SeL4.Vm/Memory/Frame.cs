// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>A frame of physical memory that is to be mapped into a guest.</summary>
/// <param name="Capability">Capability pointer of the frame in the root task's CSpace. It stays its owner's.</param>
/// <param name="Size">Size of the frame.</param>
/// <param name="Rights">What the guest may do with it.</param>
/// <remarks>Maps to <c>vm_frame_t</c>.</remarks>
public readonly record struct Frame(ulong Capability, PageSize Size, MemoryRights Rights = MemoryRights.ReadWrite);
