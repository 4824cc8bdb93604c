// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;

namespace GuestRunner;

/// <summary>Prints what the guest causes.</summary>
internal static class GuestTrace
{
    /// <summary>One line an event, with its number and the time in seconds since the machine was switched on.</summary>
    public static void Print(in TraceEvent traced)
    {
        // What the VMM tells itself (a key was typed) is not the guest's doing.
        if (traced.Kind != TraceEventKind.Notification)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"trace {traced.Sequence} {traced.Time.TotalSeconds:F6} {traced}"));
        }
    }
}
