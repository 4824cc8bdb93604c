// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;

namespace SeL4.Build.Tests.Support;

/// <summary>Looks at processes of this machine.</summary>
internal static class ProcessProbe
{
    /// <summary>The process exists and is not a zombie that only waits to be collected.</summary>
    public static bool IsAlive(int id)
    {
        string status = $"/proc/{id}/status";
        try
        {
            return !File.ReadLines(status).Any(l => l.StartsWith("State:", StringComparison.Ordinal) && l.Contains('Z'));
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Processes with a text in their command line or in the environment they were started with.</summary>
    public static IReadOnlyList<int> Mentioning(string text) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), out int id) ? id : 0)
            .Where(id => id != 0 && (Says(id, "cmdline", text) || Says(id, "environ", text)) && IsAlive(id))];

    /// <summary>Waits until a condition holds.</summary>
    public static async Task<bool> WaitForAsync(Func<bool> condition, double seconds)
    {
        var time = Stopwatch.StartNew();
        while (!condition())
        {
            if (time.Elapsed.TotalSeconds > seconds)
            {
                return false;
            }

            await Task.Delay(50);
        }

        return true;
    }

    private static bool Says(int id, string file, string text)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}").Contains(text, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
