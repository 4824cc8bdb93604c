// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.TestKit;
using SeL4.Vm;

namespace SeL4.VmSuite;

/// <summary>The end of runs whose guest does not end by itself.</summary>
internal static class SpinGuestTests
{
    [TargetTest]
    public static void AnotherThreadCancelsAGuestThatSpinsAndItLosesNothing()
    {
        var stored = new List<ulong>();
        using var reached = new SemaphoreSlim(0);
        using var guest = new SpinGuest(value =>
        {
            stored.Add(value);
            reached.Release();
        });
        for (int cancelled = 0; cancelled < 2; cancelled++)
        {
            using var source = new CancellationTokenSource();
            var thread = new Thread(() =>
            {
                // The guest is past its second store at the least, and spins.
                reached.Wait();
                reached.Wait();
                source.Cancel();
            });
            thread.Start();
            var exception = Check.Throws<OperationCanceledException>(() => guest.Machine.Run(source.Token));
            thread.Join();
            Check.Equal(source.Token, exception.CancellationToken);
            Check.Equal(StopReason.Requested, guest.Machine.LastStop.Reason);
        }

        Check.True(stored.Count >= 4);
        Check.Sequence(Enumerable.Range(0, stored.Count).Select(i => (ulong)i), stored);
    }

    [TargetTest]
    public static async Task AGuestRunsOnAThreadOfItsOwnUntilItIsCancelled()
    {
        using var reached = new SemaphoreSlim(0);
        using var guest = new SpinGuest(_ => reached.Release());
        using var source = new CancellationTokenSource();
        Task<VmStop> run = guest.Machine.RunAsync(source.Token);
        await reached.WaitAsync();
        await source.CancelAsync();
        try
        {
            await run;
            Check.Fail("the run was not cancelled");
        }
        catch (OperationCanceledException exception)
        {
            Check.Equal(source.Token, exception.CancellationToken);
        }

        Check.True(run.IsCanceled);
    }

    [TargetTest]
    public static async Task AGuestThatSpinsEndsWhenItsVmIsDisposedOf()
    {
        using var reached = new SemaphoreSlim(0);
        Task<VmStop> run;
        VirtualMachine machine;
        await using (machine = new SpinGuest(_ => reached.Release()).Machine)
        {
            run = machine.RunAsync();
            await reached.WaitAsync();
        }

        Check.True(machine.IsDisposed);
        Check.Equal(StopReason.Requested, (await run).Reason);
    }

    [TargetTest]
    public static void ATimeLimitEndsAGuestThatSpins()
    {
        using var guest = new SpinGuest(_ => { });
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        var exception = Check.Throws<OperationCanceledException>(() => guest.Machine.Run(limit.Token));
        Check.Equal(limit.Token, exception.CancellationToken);
    }
}
