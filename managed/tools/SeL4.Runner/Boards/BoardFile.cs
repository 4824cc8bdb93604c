// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;

namespace SeL4.Runner.Boards;

/// <summary>Reads a board from its YAML file.</summary>
public static class BoardFile
{
    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="RunnerException">The file is missing, is not YAML, or a value is missing or makes no sense.</exception>
    public static Board Load(string path)
    {
        Board board = HardwareFile.Load<Board>(path);
        board.Folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        HardwareFile.Require(path, "reset", board.Reset);
        HardwareFile.RequireBlock(path, "serial", board.Serial);
        if (board.Serial.Ways.Count() != 1)
        {
            throw new RunnerException($"{path}: 'serial' is one of device, tcp, unix and command");
        }

        HardwareFile.Within(path, "serial.baud", board.Serial.Baud, 300, 4_000_000, "baud");
        if (board.Serial.Tcp is { } address && !TryParse(address, out _, out _))
        {
            throw new RunnerException($"{path}: 'serial.tcp' is '{address}', must be host:port");
        }

        return board;
    }

    /// <summary>Takes <c>host:port</c> apart.</summary>
    internal static bool TryParse(string address, out string host, out int port)
    {
        int colon = address.LastIndexOf(':');
        host = colon > 0 ? address[..colon] : "";
        return int.TryParse(colon > 0 ? address[(colon + 1)..] : "", out port) && port is > 0 and <= 65_535;
    }
}
