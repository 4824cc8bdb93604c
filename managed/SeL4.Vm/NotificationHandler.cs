// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Told of an event that is not one of the VM's vCPUs.</summary>
/// <param name="machine">The VM that was waiting.</param>
/// <param name="badge">Badge of the notification, or of the sender.</param>
/// <returns>The event has been handled; otherwise the VM stops with <see cref="StopReason.UnhandledEvent"/>.</returns>
/// <remarks>Maps to <c>notification_callback_fn</c>.</remarks>
public delegate bool NotificationHandler(VirtualMachine machine, ulong badge);
