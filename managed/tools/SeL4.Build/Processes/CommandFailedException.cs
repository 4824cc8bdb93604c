// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Processes;

/// <summary>A program that a step needs has failed; carries the end of what it said.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException(CommandLine command, int status, string logPath, IReadOnlyList<string> tail)
        : base($"{command.Program} ended with status {status}")
    {
        Command = command;
        LogPath = logPath;
        Tail = tail;
    }

    public CommandLine Command { get; }

    public string LogPath { get; }

    public IReadOnlyList<string> Tail { get; }
}
