// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Qemu;

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>The image said EXIT.</summary>
    Exit,

    /// <summary>Nothing was on the serial port in time.</summary>
    BootTimeout,

    /// <summary>The serial port was silent for too long.</summary>
    SilenceTimeout,

    /// <summary>The run took too long.</summary>
    TotalTimeout,

    /// <summary>QEMU ended by itself before the image said EXIT.</summary>
    EmulatorEnded,

    /// <summary>QEMU did not start.</summary>
    EmulatorMissing,

    /// <summary>The user stopped the run.</summary>
    Cancelled,
}
