// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.GcSuite;

/// <summary>Whether the image collects at every n-th allocation (SeL4GcStressInterval), and how much a test then allocates.</summary>
internal static class Stress
{
    // A verified collection costs as much as hundreds of allocations. Under stress, a test that allocates a million objects would run
    // for minutes and show no more than one with this many collections.
    private const long MostCollections = 2000;

    /// <summary>Allocations between two collections; 0: only as many collections as the program needs.</summary>
    public static long Interval { get; } = (long)GC.GetConfigurationVariables()["GCStressInterval"];

    /// <summary>How often a test that allocates in bulk does so: count times, under stress not more often than for so many collections.</summary>
    public static int Rounds(int count) => Interval == 0 ? count : (int)Math.Min(count, Interval * MostCollections);
}
