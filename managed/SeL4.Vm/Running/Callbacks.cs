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

/// <summary>Answers an exception of a guest that the library does not know.</summary>
/// <param name="vcpu">The vCPU.</param>
/// <param name="syndrome">What happened.</param>
/// <returns>
/// It has been handled: the guest goes on behind the instruction, unless the handler has moved the program counter.
/// Otherwise the VM stops with <see cref="StopReason.UnhandledVcpuFault"/>.
/// </returns>
/// <remarks>Maps to <c>unhandled_vcpu_fault_callback_fn</c>.</remarks>
public delegate bool VcpuFaultHandler(Vcpu vcpu, Syndrome syndrome);

/// <summary>Answers an SMC or HVC call of a guest.</summary>
/// <param name="call">The call.</param>
/// <returns>The call is done; otherwise the VM stops with <see cref="StopReason.SmcError"/>.</returns>
/// <remarks>Maps to <c>smc_handler_callback_fn</c>.</remarks>
public delegate bool SmcHandler(ref SmcCall call);

/// <summary>Told of an event that is not one of the VM's vCPUs.</summary>
/// <param name="machine">The VM that was waiting.</param>
/// <param name="badge">Badge of the notification, or of the sender.</param>
/// <returns>The event has been handled; otherwise the VM stops with <see cref="StopReason.UnhandledEvent"/>.</returns>
/// <remarks>Maps to <c>notification_callback_fn</c>.</remarks>
public delegate bool NotificationHandler(VirtualMachine machine, ulong badge);

/// <summary>Told of every event of a VM after it has been handled, before the guest goes on.</summary>
/// <param name="traced">The event. It may be kept.</param>
/// <remarks>Maps to <c>vm_tracer_fn</c>. What it throws stops the VM and comes out of <see cref="VirtualMachine.Run"/>.</remarks>
public delegate void TraceHandler(in TraceEvent traced);

/// <summary>Where the frames of a mapping come from: asked for one after the other in address order.</summary>
/// <param name="address">The guest physical address that the frame will start at.</param>
/// <returns>The frame; <see langword="default"/> when there is none, which ends the mapping with an error.</returns>
/// <remarks>
/// Maps to <c>memory_map_iterator_fn</c>. It may use the VM whose mapping asks: reserve, map, give back, copy. What the call
/// that asks is about stays until the call is over: disposing of such a reservation, or of the VM, takes effect afterwards,
/// and unmapping one is refused.
/// </remarks>
public delegate Frame FrameSource(GuestAddress address);

/// <summary>Visits a piece of guest RAM.</summary>
/// <param name="address">Its guest physical address.</param>
/// <param name="memory">Its content; valid during the call.</param>
/// <param name="offset">Bytes of the whole range that lie before it.</param>
/// <returns>Go on.</returns>
/// <remarks>Maps to <c>ram_touch_callback_fn</c>.</remarks>
public delegate bool GuestRamVisitor(GuestAddress address, Span<byte> memory, ulong offset);
