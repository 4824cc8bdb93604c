// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>Copies within the managed heap.</summary>
internal static class CopyBenchmarks
{
    private const int Bytes = 1 << 20;
    private const int References = 1000;
    private const int Repetitions = 100;

    public static void Run()
    {
        byte[] from = new byte[Bytes];
        byte[] to = new byte[Bytes];
        Measure("Buffer.BlockCopy 1M", () => Buffer.BlockCopy(from, 0, to, 0, Bytes));
        object?[] references = new object?[References];
        Array.Fill(references, from);
        object?[] copies = new object?[References];
        Measure("Array.Copy 1,000 references", () => Array.Copy(references, copies, References));
    }

    private static void Measure(string what, Action copy) =>
        Report.Instructions("copy", Language.CSharp, [("what", what)], () =>
        {
            ulong start = NativeBench.Now();
            for (int i = 0; i < Repetitions; i++)
            {
                copy();
            }

            return (double)(NativeBench.Now() - start) / Repetitions;
        });
}
