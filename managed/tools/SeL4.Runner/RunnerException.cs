// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner;

/// <summary>An error that the user can mend: a file that is missing or wrong. The message is one line.</summary>
public sealed class RunnerException : Exception
{
    /// <summary>Makes the error with the line that the user reads.</summary>
    public RunnerException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with the line that the user reads and its cause.</summary>
    public RunnerException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
