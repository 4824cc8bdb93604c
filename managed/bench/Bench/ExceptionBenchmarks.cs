// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Runtime.CompilerServices;

namespace SeL4.Bench;

/// <summary>An exception, from its creation to its handler.</summary>
internal static class ExceptionBenchmarks
{
    private const int Repetitions = 200;

    public static void Run()
    {
        foreach (int depth in new[] { 1, 20 })
        {
            Report.Instructions(
                "throw-catch", Language.CSharp, [("depth", depth.ToString(CultureInfo.InvariantCulture))], () =>
                {
                    ulong start = NativeBench.Now();
                    for (int i = 0; i < Repetitions; i++)
                    {
                        Throw(depth);
                    }

                    return (double)(NativeBench.Now() - start) / Repetitions;
                });
        }
    }

    // Through so many methods that do not handle it.
    private static void Throw(int depth)
    {
        try
        {
            _ = Down(depth);
        }
        catch (InvalidOperationException)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Down(int depth) => depth <= 1 ? throw new InvalidOperationException("x") : Down(depth - 1) + 1;
}
