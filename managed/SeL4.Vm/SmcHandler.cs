// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Answers an SMC or HVC call of a guest.</summary>
/// <param name="call">The call.</param>
/// <returns>The call is done; otherwise the VM stops with <see cref="StopReason.SmcError"/>.</returns>
/// <remarks>Maps to <c>smc_handler_callback_fn</c>.</remarks>
public delegate bool SmcHandler(ref SmcCall call);
