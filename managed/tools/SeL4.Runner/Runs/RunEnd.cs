// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Runs;

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

    /// <summary>The serial line ended before the image said EXIT: QEMU by itself, or the line to the board.</summary>
    LineEnded,

    /// <summary>QEMU, or the board, did not start, or could not be switched off.</summary>
    NotStarted,

    /// <summary>The user stopped the run.</summary>
    Cancelled,
}
