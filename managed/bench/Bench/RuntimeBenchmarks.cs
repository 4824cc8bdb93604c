// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeL4.Bench;

/// <summary>What C# itself costs, beside the same in C.</summary>
internal static unsafe class RuntimeBenchmarks
{
    private const int Repetitions = 10_000;
    private const int ObjectBytes = 24;

    private static object? _sink;

    public static void Run()
    {
        Calls();
        Allocation();
        Collection(0);
        Collection(100_000);
    }

    private static void Calls()
    {
        Report.Instructions("call", Language.C, [("what", "function")], () => PerCall(NativeBench.Call(Repetitions)));
        Report.Instructions("call", Language.CSharp, [("what", "P/Invoke")], () =>
        {
            ulong start = NativeBench.Now();
            for (int i = 0; i < Repetitions; i++)
            {
                NativeBench.Nothing();
            }

            return PerCall(NativeBench.Now() - start);
        });
        Report.Instructions("call", Language.CSharp, [("what", "P/Invoke, SuppressGCTransition")], () =>
        {
            ulong start = NativeBench.Now();
            for (int i = 0; i < Repetitions; i++)
            {
                NativeBench.NothingWithoutTransition();
            }

            return PerCall(NativeBench.Now() - start);
        });
        Report.Instructions("callback", Language.C, [], () => PerCall(NativeBench.CallBack(null, Repetitions)));
        Report.Instructions("callback", Language.CSharp, [], () => PerCall(NativeBench.CallBack(&OnCall, Repetitions)));
    }

    private static void Allocation()
    {
        Parameter[] parameters = [("bytes", ObjectBytes.ToString(CultureInfo.InvariantCulture))];
        Report.Instructions(
            "allocate", Language.C, parameters, () => PerCall(NativeBench.Allocate(ObjectBytes, Repetitions)));
        Report.Instructions("allocate", Language.CSharp, parameters, () =>
        {
            ulong start = NativeBench.Now();
            for (int i = 0; i < Repetitions; i++)
            {
                _sink = new Node();
            }

            return PerCall(NativeBench.Now() - start);
        });
    }

    private static void Collection(int liveObjects)
    {
        Node? list = null;
        for (int i = 0; i < liveObjects; i++)
        {
            list = new Node { Next = list };
        }

        Report.Instructions(
            "collection", Language.CSharp, [("live", liveObjects.ToString(CultureInfo.InvariantCulture))], () =>
            {
                ulong start = NativeBench.Now();
                GC.Collect();
                return NativeBench.Now() - start;
            });
        GC.KeepAlive(list);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCall()
    {
    }

    private static double PerCall(ulong instructions) => (double)instructions / Repetitions;

    private sealed class Node
    {
        public Node? Next { get; set; }
    }
}
