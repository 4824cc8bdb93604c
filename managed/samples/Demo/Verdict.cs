// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace Demo;

/// <summary>Whether the run was what the guest and its memory make it.</summary>
internal sealed class Verdict
{
    /// <summary>Everything so far was as expected.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>Compares, and prints what is not as expected.</summary>
    public void Expect<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            IsGood = false;
            Console.WriteLine($"WRONG: {what}: {actual}, expected was {expected}");
        }
    }
}
