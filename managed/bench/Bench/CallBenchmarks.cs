// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeL4.Bench;

/// <summary>Calls between C# and C, beside calls within C.</summary>
internal static unsafe class CallBenchmarks
{
    private const int Repetitions = 10_000;

    public static void Run()
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

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCall()
    {
    }

    private static double PerCall(ulong instructions) => (double)instructions / Repetitions;
}
