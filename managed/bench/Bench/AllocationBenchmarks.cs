// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Bench;

/// <summary>
/// What a new object costs, its share of the collections included: a round allocates several times what passes between two
/// collections (docs/runtime.md, "Memory and the collector").
/// </summary>
internal static class AllocationBenchmarks
{
    private const int CRepetitions = 10_000;
    private const int ObjectBytes = 24;
    private const int Objects = 1_000_000;
    private const int ShortestArray = 100;
    private const int LongestArray = 999;
    private const int LargeArray = 100_000;

    private static object? _sink;

    public static void Run()
    {
        Report.Instructions(
            "allocate", Language.C, [Bytes(ObjectBytes)],
            () => (double)NativeBench.Allocate(ObjectBytes, CRepetitions) / CRepetitions);
        Report.Instructions("allocate", Language.CSharp, [Bytes(ObjectBytes)], () =>
        {
            ulong start = NativeBench.Now();
            for (int i = 0; i < Objects; i++)
            {
                _sink = new Node();
            }

            return (double)(NativeBench.Now() - start) / Objects;
        });
        Arrays($"new byte[{ShortestArray}…{LongestArray}]", ShortestArray, LongestArray, 100);
        Arrays($"new byte[{LargeArray}]", LargeArray, LargeArray, 1000);
        _sink = null;
    }

    // The mean over all lengths.
    private static void Arrays(string what, int shortest, int longest, int repetitions) =>
        Report.Instructions("allocate", Language.CSharp, [("what", what)], () =>
        {
            ulong start = NativeBench.Now();
            for (int i = 0; i < repetitions; i++)
            {
                for (int length = shortest; length <= longest; length++)
                {
                    _sink = new byte[length];
                }
            }

            return (double)(NativeBench.Now() - start) / (repetitions * (longest - shortest + 1));
        });

    private static Parameter Bytes(int count) => ("bytes", count.ToString(CultureInfo.InvariantCulture));
}
