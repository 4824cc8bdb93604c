// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Answers an access of a guest to memory that is not mapped, or not with the rights it needs.</summary>
/// <param name="fault">The access.</param>
/// <returns>How the guest goes on.</returns>
/// <remarks>
/// Maps to <c>memory_fault_callback_fn</c>. It runs inside <see cref="VirtualMachine.Run"/>. An exception stops the VM
/// and comes out of <see cref="VirtualMachine.Run"/>; the VM can be run again and repeats the access.
/// </remarks>
public delegate FaultResult MemoryFaultHandler(ref MemoryFault fault);
