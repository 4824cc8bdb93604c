// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;
using SeL4.Runner.Protocol;

namespace SeL4.Runner.Qemu;

/// <summary>What to run and how.</summary>
public sealed class RunRequest
{
    /// <summary>The machine to be.</summary>
    public required Machine Machine { get; init; }

    /// <summary>The ELF file (or raw Image) to start.</summary>
    public required string ImagePath { get; init; }

    /// <summary>Where every byte of the serial port is kept.</summary>
    public required string LogPath { get; init; }

    /// <summary>The total time-out in seconds; <see langword="null"/> takes the machine's.</summary>
    public double? TotalSeconds { get; init; }

    /// <summary>
    /// The terminal belongs to the image: its keys go to the serial port, Ctrl-A X leaves, Ctrl-C stops. Only the boot
    /// time-out holds then, since a person may think as long as they like.
    /// </summary>
    public bool Interactive { get; init; }

    /// <summary>Ctrl-C goes to the image instead of stopping it. Only when <see cref="Interactive"/>.</summary>
    public bool ControlCToImage { get; init; }

    /// <summary>QEMU waits for gdb on this TCP port of the local host before it starts. No time-out holds then but <see cref="TotalSeconds"/>.</summary>
    public int? GdbPort { get; init; }

    /// <summary>Further QEMU arguments.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>What to type when the output so far contains <see cref="InputAfter"/>. Not when interactive.</summary>
    public string? Input { get; init; }

    /// <summary>The output to wait for before typing <see cref="Input"/>.</summary>
    public string InputAfter { get; init; } = "";

    /// <summary>Takes the text for the terminal, frames left out. May be <see langword="null"/>.</summary>
    public Stream? Output { get; init; }

    /// <summary>Called with each frame as it comes, after it was recorded.</summary>
    public Action<Frame>? FrameSeen { get; init; }
}
