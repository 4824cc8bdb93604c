// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Testing;

/// <summary>Several things at once.</summary>
internal static class SideBySide
{
    /// <summary>Does something for each item, at most <paramref name="jobs"/> at a time, and answers in their order.</summary>
    public static async Task<TResult[]> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, int jobs, Func<TItem, CancellationToken, Task<TResult>> run, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation };
        await Parallel.ForAsync(0, items.Count, parallel, async (i, stop) => results[i] = await run(items[i], stop));
        return results;
    }
}
