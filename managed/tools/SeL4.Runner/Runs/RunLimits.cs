// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Runs;

/// <summary>How long a run may take, in seconds; <see langword="null"/> is no limit.</summary>
/// <param name="Boot">To the first byte on the serial port.</param>
/// <param name="Silence">From one byte to the next.</param>
/// <param name="Total">All of it.</param>
internal sealed record RunLimits(double? Boot, double? Silence, double? Total);
