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
}
