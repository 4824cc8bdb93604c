// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Told of every event of a VM after it has been handled, before the guest goes on.</summary>
/// <param name="traced">The event. It may be kept.</param>
/// <remarks>Maps to <c>vm_tracer_fn</c>. What it throws stops the VM and comes out of <see cref="VirtualMachine.Run"/>.</remarks>
public delegate void TraceHandler(in TraceEvent traced);
