// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;

namespace SeL4.Bench;

/// <summary>Round trips of a guest to its VMM: from the guest's instruction to the next one.</summary>
internal static class FaultBenchmarks
{
    private const ulong Device = 0x0a000000;
    private const ulong Page = GuestMemory.PageBytes;
    private const int Repetitions = 1000;

    // What the probe's loops execute beside the measured instruction: SUBS and B.NE; and MOV around a call.
    private const int AccessLoop = 2;
    private const int CallLoop = 3;

    public static void Run(Func<bool, ITestMachine> create)
    {
        foreach (int reservations in new[] { 1, 100, 10_000 })
        {
            Accesses(create, reservations, anonymous: false);
            Accesses(create, reservations, anonymous: true);
            Scattered(create, reservations);
        }

        Ignored(create);
        Calls(create);
        Deferred(create);
    }

    /// <summary>A handler that is a delegate: what C# has and C has not.</summary>
    public static void RunDelegate()
    {
        using var machine = new ManagedMachine();
        machine.ReserveWithDelegate(Device, Page);
        Report.Instructions(
            "mmio-read", machine.Language, [("reservations", "1"), ("kind", "regular"), ("handler", "delegate")],
            () => PerAccess(machine, GuestOperation.Load, Device));
    }

    private static void Accesses(Func<bool, ITestMachine> create, int reservations, bool anonymous)
    {
        foreach (DeviceAnswer answer in new[] { DeviceAnswer.Load, DeviceAnswer.Store })
        {
            using ITestMachine machine = create(false);
            machine.Reserve(Device, Page, reservations, anonymous, answer);
            ulong address = Device + ((ulong)(reservations / 2) * Page);
            bool isLoad = answer == DeviceAnswer.Load;
            Report.Instructions(
                isLoad ? "mmio-read" : "mmio-write", machine.Language,
                [Count(reservations), ("kind", anonymous ? "anonymous" : "regular")],
                () => PerAccess(machine, isLoad ? GuestOperation.Load : GuestOperation.Store, address));
        }
    }

    // Each store goes to another reservation than the one before.
    private static void Scattered(Func<bool, ITestMachine> create, int reservations)
    {
        using ITestMachine machine = create(false);
        machine.Reserve(0, Page, reservations, anonymous: false, DeviceAnswer.Store);
        ulong limit = (ulong)reservations * Page;
        int repeats = Math.Max(1, Repetitions / reservations);
        Report.Instructions("mmio-write-scattered", machine.Language, [Count(reservations)], () =>
        {
            ulong sum = 0;
            for (int i = 0; i < repeats; i++)
            {
                sum += machine.Run(GuestOperation.Scatter, limit, Page) - machine.Run(GuestOperation.Scatter, 0, Page);
            }

            return (double)sum / (repeats * reservations);
        });
    }

    private static void Ignored(Func<bool, ITestMachine> create)
    {
        using ITestMachine machine = create(false);
        machine.Reserve(Device, Page, 1, anonymous: false, DeviceAnswer.Ignore);
        Report.Instructions(
            "mmio-ignore", machine.Language, [Count(1)], () => PerAccess(machine, GuestOperation.Load, Device));
    }

    private static void Calls(Func<bool, ITestMachine> create)
    {
        using ITestMachine machine = create(true);
        double call = Report.Instructions(
            "hvc", machine.Language, [], () => PerCall(machine, GuestOperation.Call, NativeBench.CallNothing));
        Report.Instructions(
            "irq-inject", machine.Language, [],
            () => PerCall(machine, GuestOperation.CallWithInterrupts, NativeBench.CallInject) - call);
        machine.Run(GuestOperation.SetUpInterrupts, NativeBench.TimerInterrupt, 0);
        Report.Instructions(
            "timer-tick", machine.Language, [], () => PerRepetition(machine, GuestOperation.TakeTimer, 0));
    }

    private static void Deferred(Func<bool, ITestMachine> create)
    {
        const int Pages = 1024;
        using ITestMachine machine = create(false);
        Report.Instructions("deferred-fault", machine.Language, [("page", "4K")], () =>
        {
            machine.Reserve(0, Pages * Page, 1, anonymous: false, DeviceAnswer.Load);
            machine.Defer();
            ulong touched = machine.Run(GuestOperation.Scatter, Pages * Page, Page);
            ulong again = machine.Run(GuestOperation.Scatter, Pages * Page, Page);
            machine.Release();
            return (double)(touched - again) / Pages;
        });
    }

    private static double PerAccess(ITestMachine machine, GuestOperation operation, ulong address) =>
        PerRepetition(machine, operation, address) - AccessLoop;

    private static double PerCall(ITestMachine machine, GuestOperation operation, ulong function) =>
        PerRepetition(machine, operation, function) - CallLoop;

    // Starting and stopping the VM falls out of the difference.
    private static double PerRepetition(ITestMachine machine, GuestOperation operation, ulong argument)
    {
        ulong one = machine.Run(operation, argument, 1);
        ulong many = machine.Run(operation, argument, 1 + Repetitions);
        return (double)(many - one) / Repetitions;
    }

    private static Parameter Count(int reservations) =>
        ("reservations", reservations.ToString(CultureInfo.InvariantCulture));
}
