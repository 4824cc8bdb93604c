// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>This machine has not what it takes to make another; the message says what.</summary>
internal sealed class UnfitMachineException(string message) : Exception(message);
