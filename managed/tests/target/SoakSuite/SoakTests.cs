// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SeL4.Guests;
using SeL4.TestKit;
using SeL4.Vm;

namespace SeL4.SoakSuite;

/// <summary>Guests that execute random instructions end nobody but themselves.</summary>
internal static class SoakTests
{
    // What runs without an order: some guests of a seed that does not change.
    private const int GuestsOfATest = 40;
    private const ulong SeedOfATest = 1;

    // A guest that does not end itself is ended after this time.
    private static readonly TimeSpan LongestGuest = TimeSpan.FromMilliseconds(40);

    [TargetTest]
    public static void RandomInstructionsEndNobodyButTheirGuest()
    {
        SoakOrder order = ReadOrder();
        bool isOrdered = order.Magic == SoakOrder.ExpectedMagic;
        ulong seed = isOrdered ? order.Seed : SeedOfATest;
        bool everyRegister = isOrdered && order.EveryRegister != 0;
        var reasons = new SortedDictionary<StopReason, int>();
        ulong exits = Run(seed, everyRegister, reasons); // what is allocated once is allocated now
        Holdings before = Holdings.Current;
        ulong next = seed + 1;
        long end = Stopwatch.GetTimestamp() + (long)(order.Milliseconds * (double)Stopwatch.Frequency / 1000);
        while (isOrdered ? Stopwatch.GetTimestamp() < end : next < seed + GuestsOfATest)
        {
            exits += Run(next, everyRegister, reasons);
            Holdings after = Holdings.Current;
            if (before != after)
            {
                Check.Fail($"seed {next} leaves something behind: {before} before, {after} after");
            }

            next++;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"soak: {next - seed} guests, seeds {seed} to {next - 1}, {exits} exits; ended by {string.Join(", ", reasons.Select(r => $"{r.Key} {r.Value}"))}"));
        Check.True(exits > next - seed);
    }

    // The seed is printed first: if the VMM ends, it is the last line.
    private static ulong Run(ulong seed, bool everyRegister, SortedDictionary<StopReason, int> reasons)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soak: seed {seed}"));
        using var guest = new RandomGuest(seed, everyRegister);
        using var limit = new CancellationTokenSource(LongestGuest);
        try
        {
            guest.Machine.Run(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It would have gone on for ever.
        }

        VmStop stop = guest.Machine.LastStop;
        reasons[stop.Reason] = reasons.GetValueOrDefault(stop.Reason) + 1;
        if (!stop.IsOrderly && stop.Reason is not (StopReason.UnhandledVcpuFault or StopReason.UnhandledEvent))
        {
            Check.Fail($"seed {seed}: {stop}");
        }

        return guest.Exits;
    }

    private static SoakOrder ReadOrder()
    {
        SoakOrder order = default;
        using var window = new VirtualMachine("order");
        MemoryReservation place = window.Memory.Reserve(new GuestRange(ParcelHeader.Address, GuestMemory.PageBytes));
        try
        {
            place.MapPhysical(ParcelHeader.Address);
            window.Memory.Read(ParcelHeader.Address, MemoryMarshal.AsBytes(new Span<SoakOrder>(ref order)));
        }
        catch (GuestMemoryException)
        {
            // A machine that has no free memory there has no order.
        }

        return order;
    }
}
