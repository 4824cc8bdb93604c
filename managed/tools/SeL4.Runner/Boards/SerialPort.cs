// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Boards;

/// <summary>How to get at a board's serial port: one of the four ways.</summary>
public sealed class SerialPort
{
    /// <summary>A terminal device of this host.</summary>
    public string? Device { get; set; }

    /// <summary>The speed of <see cref="Device"/>.</summary>
    public int Baud { get; set; } = 115_200;

    /// <summary>A console server: <c>host:port</c>.</summary>
    public string? Tcp { get; set; }

    /// <summary>A UNIX socket of this host.</summary>
    public string? Unix { get; set; }

    /// <summary>A shell command whose standard input and output are the port.</summary>
    public string? Command { get; set; }

    /// <summary>The ways that are given.</summary>
    internal IEnumerable<string> Ways => new[] { Device, Tcp, Unix, Command }.Where(way => way is not null).Cast<string>();
}
