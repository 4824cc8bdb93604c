// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Runs;

namespace SeL4.Runner.Boards;

/// <summary>What to run on a board.</summary>
public sealed class BoardRequest : SerialRequest
{
    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>The name of the image.</summary>
    public required string Name { get; init; }

    /// <summary>Its ELF file.</summary>
    public required string ElfPath { get; init; }

    /// <summary>Its raw arm64 Image.</summary>
    public required string RawPath { get; init; }

    internal override RunLimits Limits =>
        new(Board.Timeouts.Boot, Board.Timeouts.Silence, TotalSeconds ?? Board.Timeouts.Total);
}
