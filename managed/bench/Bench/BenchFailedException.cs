// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>A benchmark could not be run.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);
