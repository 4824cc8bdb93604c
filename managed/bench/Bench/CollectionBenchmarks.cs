// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;

namespace SeL4.Bench;

/// <summary>Collections: how long they take, and how long a VMM that allocates waits for one.</summary>
internal static class CollectionBenchmarks
{
    private const int LiveObjects = 100_000;

    // The guest's accesses: at 1 KiB each, many times what passes between two collections.
    private const int Faults = 100_000;
    private const int LeastCollections = 10;
    private const int BytesAFault = 1024;
    private const ulong Device = 0x0a000000;

    private static byte[]? _sink;
    private static ulong _longest;

    public static void Run()
    {
        Collection("collection", "live", 0, GC.MaxGeneration);
        Collection("collection", "live", LiveObjects, GC.MaxGeneration);
        Collection("young-collection", "old", LiveObjects, 0);
        Pause();
    }

    private static void Collection(string name, string parameter, int objects, int generation)
    {
        Node? list = Node.List(objects);
        GC.Collect(); // what the list needed on the way is gone, and the list itself old
        Report.Instructions(name, Language.CSharp, [(parameter, objects.ToString(CultureInfo.InvariantCulture))], () =>
        {
            ulong start = NativeBench.Now();
            GC.Collect(generation);
            return NativeBench.Now() - start;
        });
        GC.KeepAlive(list);
    }

    /// <summary>
    /// A guest loads from a device whose handler allocates; the longest of these allocations is the longest that the
    /// guest waits for the collector, whatever kind of collection came and whatever was left to do after it.
    /// </summary>
    private static void Pause()
    {
        Node? list = Node.List(LiveObjects);
        using var machine = new ManagedMachine();
        machine.Reserve(Device, GuestMemory.PageBytes, Allocate);
        GC.Collect();
        Wait(machine, "while the heap grows");
        Wait(machine, "afterwards");
        GC.KeepAlive(list);
        _sink = null;
    }

    private static void Wait(ManagedMachine machine, string when)
    {
        int before = GC.CollectionCount(0);
        _longest = 0;
        _ = machine.Run(GuestOperation.Load, Device, Faults);
        int collections = GC.CollectionCount(0) - before;
        if (collections < LeastCollections)
        {
            throw new BenchFailedException($"Only {collections} collections came while the guest ran.");
        }

        Report.Value(
            "longest-pause", Language.CSharp,
            [("live", LiveObjects.ToString(CultureInfo.InvariantCulture)), ("a fault", "1K"), ("when", when)],
            "instructions", _longest);
    }

    private static FaultResult Allocate(ref MemoryFault fault)
    {
        ulong start = NativeBench.Now();
        _sink = new byte[BytesAFault];
        _longest = Math.Max(_longest, NativeBench.Now() - start);
        fault.Data = (ulong)_sink.Length;
        return FaultResult.Handled;
    }
}
