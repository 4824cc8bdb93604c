// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;
using SeL4.Runner.Runs;

namespace SeL4.Runner.Qemu;

/// <summary>What to run in QEMU and how.</summary>
public sealed class RunRequest : SerialRequest
{
    /// <summary>The machine to be.</summary>
    public required Machine Machine { get; init; }

    /// <summary>The ELF file (or raw Image) to start.</summary>
    public required string ImagePath { get; init; }

    /// <summary>
    /// The terminal belongs to the image: its keys go to the serial port, Ctrl-A X leaves, Ctrl-C stops. Only the boot
    /// time-out holds then, since a person may think as long as they like.
    /// </summary>
    public bool Interactive { get; init; }

    /// <summary>Ctrl-C goes to the image instead of stopping it. Only when <see cref="Interactive"/>.</summary>
    public bool ControlCToImage { get; init; }

    /// <summary>QEMU waits for gdb on this TCP port of the local host before it starts. No time-out holds then but <see cref="SerialRequest.TotalSeconds"/>.</summary>
    public int? GdbPort { get; init; }

    /// <summary>Further QEMU arguments.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>
    /// The image has been told <see cref="SerialRequest.TotalSeconds"/> too, ends by itself then and says what it was doing. The
    /// time-out, which is for an image that does not, begins when it must have started; until then it may be silent.
    /// </summary>
    public bool EndsItself { get; init; }

    internal override RunLimits Limits => GdbPort is not null ? new RunLimits(null, null, OuterSeconds)
        : EndsItself ? new RunLimits(Machine.Timeouts.Boot, null, OuterSeconds)
        : Interactive ? new RunLimits(Machine.Timeouts.Boot, null, null)
        : new RunLimits(Machine.Timeouts.Boot, Machine.Timeouts.Silence, TotalSeconds ?? Machine.Timeouts.Total);

    private double? OuterSeconds => EndsItself ? TotalSeconds + Machine.Timeouts.Boot : TotalSeconds;
}
