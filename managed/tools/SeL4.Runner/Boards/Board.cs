// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;

namespace SeL4.Runner.Boards;

/// <summary>
/// A board, and how a laboratory gets at it. Its commands are lines of shell that run in the folder of the board's file and
/// find the image in the variables <c>SEL4_NAME</c>, <c>SEL4_IMAGE</c> (raw arm64 Image) and <c>SEL4_ELF</c>.
/// </summary>
public sealed class Board : Hardware
{
    /// <summary>Its serial port.</summary>
    public SerialPort Serial { get; set; } = new();

    /// <summary>The file that the raw image is copied to before each run, where a TFTP server or the board finds it.</summary>
    public string? Tftp { get; set; }

    /// <summary>The command that brings an image to the board before it is reset.</summary>
    public string? Deliver { get; set; }

    /// <summary>The command that resets the board, so that it boots what was delivered.</summary>
    public string Reset { get; set; } = "";

    /// <summary>The command after each run.</summary>
    public string? Off { get; set; }

    /// <summary>The folder of the board's file.</summary>
    internal string Folder { get; set; } = "";
}
