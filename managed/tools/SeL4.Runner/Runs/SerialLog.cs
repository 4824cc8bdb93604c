// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Runner.Runs;

/// <summary>The file that keeps a serial line. Runs at once that are given the same path get a file each.</summary>
internal static class SerialLog
{
    private const int Most = 1000;

    /// <summary>
    /// Creates the file and the folders above it. While another run has it open, the next of the names <c>run-2.log</c>,
    /// <c>run-3.log</c> ... is taken that no run has open.
    /// </summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        for (int number = 1; ; number++)
        {
            try
            {
                return File.Create(number == 1 ? path : Numbered(path, number));
            }
            catch (IOException error) when (FileUse.IsInUse(error) && number < Most)
            {
                // Somebody else's run; the next name.
            }
        }
    }

    private static string Numbered(string path, int number) =>
        Path.ChangeExtension(path, null) + string.Create(CultureInfo.InvariantCulture, $"-{number}") + Path.GetExtension(path);
}
