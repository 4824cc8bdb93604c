// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Answers an exception of a guest that the library does not know.</summary>
/// <param name="vcpu">The vCPU.</param>
/// <param name="syndrome">What happened.</param>
/// <returns>
/// It has been handled: the guest goes on behind the instruction, unless the handler has moved the program counter.
/// Otherwise the VM stops with <see cref="StopReason.UnhandledVcpuFault"/>.
/// </returns>
/// <remarks>Maps to <c>unhandled_vcpu_fault_callback_fn</c>.</remarks>
public delegate bool VcpuFaultHandler(Vcpu vcpu, Syndrome syndrome);
