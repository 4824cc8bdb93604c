// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Machines;

/// <summary>How long a run may take before it has failed. All in seconds.</summary>
public sealed class MachineTimeouts
{
    /// <summary>From the start of QEMU to the first byte on the serial port.</summary>
    public double Boot { get; set; } = 20;

    /// <summary>From one byte on the serial port to the next.</summary>
    public double Silence { get; set; } = 60;

    /// <summary>The whole run, unless the image asks for another.</summary>
    public double Total { get; set; } = 300;
}
