// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;

namespace SeL4.Bench;

/// <summary>What a VMM does with its guest's memory, and what that costs it.</summary>
internal static class MemoryBenchmarks
{
    private const ulong Device = 0x0a000000;
    private const ulong Ram = 0x80000000;
    private const ulong MiB = 1 << 20;
    private const int PageBits = (int)PageSize.Page4KiB;
    private const int LargePageBits = (int)PageSize.Page2MiB;

    // What must stay free beside guest RAM: tables, and this program's own heap.
    private const ulong Headroom = 16 * MiB;

    public static void Run(Func<bool, ITestMachine> create)
    {
        ReserveAndFree(create, 0);
        ReserveAndFree(create, 10_000);
        Map(create, 1 * MiB, PageBits);
        Map(create, 64 * MiB, PageBits);
        Map(create, 64 * MiB, LargePageBits);
        ulong large = HostMemory.Current.FreeBytes >= (512 * MiB) + Headroom ? 512 * MiB : 384 * MiB;
        Map(create, large, LargePageBits);
        Copy(create, 4096, 1000);
        Copy(create, 16 * MiB, 1);
        Footprint(create);
    }

    private static void ReserveAndFree(Func<bool, ITestMachine> create, int others)
    {
        const int Repetitions = 1000;
        using ITestMachine machine = create(false);
        machine.Reserve(Device, GuestMemory.PageBytes, others, anonymous: false, DeviceAnswer.Load);
        ulong address = Device - GuestMemory.PageBytes;
        Report.Instructions(
            "reserve-free", machine.Language, [("others", others.ToString(CultureInfo.InvariantCulture))],
            () => (double)machine.ReserveAndFree(address, Repetitions) / Repetitions);
    }

    private static void Map(Func<bool, ITestMachine> create, ulong size, int pageBits)
    {
        using ITestMachine machine = create(false);
        Parameter[] parameters = [("size", Size(size)), ("page", pageBits == PageBits ? "4K" : "2M")];
        machine.Reserve(Ram, size, 1, anonymous: false, DeviceAnswer.Load);
        Report.Instructions("map", machine.Language, parameters, () =>
        {
            ulong map = machine.Map(pageBits);
            _ = machine.Unmap();
            return map;
        });
        Report.Instructions("unmap", machine.Language, parameters, () =>
        {
            _ = machine.Map(pageBits);
            return machine.Unmap();
        });
        ulong before = NativeBench.MapCalls();
        _ = machine.Map(pageBits);
        Report.Value("map-invocations", machine.Language, parameters, "invocations", NativeBench.MapCalls() - before);
    }

    private static void Copy(Func<bool, ITestMachine> create, ulong size, int repetitions)
    {
        using ITestMachine machine = create(false);
        machine.Reserve(Ram, Math.Max(size, 2 * MiB), 1, anonymous: false, DeviceAnswer.Load);
        _ = machine.Map(LargePageBits);
        byte[] buffer = new byte[size];
        Parameter[] parameters = [("size", Size(size))];
        Report.Instructions(
            "copy-in", machine.Language, parameters, () => (double)machine.CopyIn(Ram, buffer, repetitions) / repetitions);
        Report.Instructions(
            "copy-out", machine.Language, parameters, () => (double)machine.CopyOut(Ram, buffer, repetitions) / repetitions);
    }

    // Kernel objects and the heap of C grow in pages: many at once give a mean. The RAM of the guest does not count.
    private static void Footprint(Func<bool, ITestMachine> create)
    {
        const int Machines = 4;
        const int Reservations = 10_000;
        create(false).Dispose();
        ulong before = Used();
        var machines = new List<ITestMachine>();
        for (int i = 0; i < Machines; i++)
        {
            machines.Add(create(false));
        }

        string language = machines[0].Language;
        double perMachine = ((double)(Used() - before) / Machines) - NativeBench.RamSize;
        Report.Value("memory-per-vm", language, [], "bytes", perMachine);
        machines.ForEach(machine => machine.Dispose());

        using ITestMachine many = create(false);
        ulong none = Used();
        many.Reserve(Device, GuestMemory.PageBytes, Reservations, anonymous: false, DeviceAnswer.Load);
        Report.Value("memory-per-reservation", language, [], "bytes", (double)(Used() - none) / Reservations);
    }

    private static ulong Used()
    {
        GC.Collect();
        // Of the managed heap what is alive counts, not what it keeps for new objects.
        GCMemoryInfo heap = GC.GetGCMemoryInfo();
        return HostMemory.Current.UsedBytes - (ulong)heap.TotalCommittedBytes + (ulong)heap.HeapSizeBytes;
    }

    private static string Size(ulong bytes) => bytes >= MiB ? $"{bytes / MiB}M" : $"{bytes >> 10}K";
}
