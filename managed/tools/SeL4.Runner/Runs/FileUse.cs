// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Runs;

/// <summary>Tells a file that another process has open from one that cannot be opened at all.</summary>
internal static class FileUse
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x8007_0020);

    /// <summary>The error says that a file is in use: on Unix, .NET locks files that are not to be shared.</summary>
    public static bool IsInUse(IOException error) => error.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;
}
