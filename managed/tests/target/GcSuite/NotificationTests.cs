// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.TestKit;

namespace SeL4.GcSuite;

/// <summary>What the collector tells the program of collections to come and regions used up.</summary>
internal static class NotificationTests
{
    private static object? _kept;

    [TargetTest]
    public static void WithoutRegistrationThereIsNothingToWaitFor()
    {
        Check.Equal(GCNotificationStatus.NotApplicable, GC.WaitForFullGCApproach(0));
        Check.Equal(GCNotificationStatus.NotApplicable, GC.WaitForFullGCComplete());
        GC.CancelFullGCNotification();
        Check.Throws<ArgumentOutOfRangeException>(() => GC.RegisterForFullGCNotification(0, 10));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.RegisterForFullGCNotification(10, 100));
    }

    [TargetTest]
    public static void AFullCollectionIsToldOf()
    {
        var full = GC.CollectionCount(2);
        GC.RegisterForFullGCNotification(1, 1);
        IsNotToldOf(GC.WaitForFullGCApproach(0), full);
        IsNotToldOf(GC.WaitForFullGCComplete(1), full);
        GC.Collect(0);
        IsNotToldOf(GC.WaitForFullGCComplete(0), full);
        GC.Collect();
        Check.Equal(GCNotificationStatus.Succeeded, GC.WaitForFullGCComplete());
        GC.CancelFullGCNotification();
        Check.Equal(GCNotificationStatus.NotApplicable, GC.WaitForFullGCComplete(0));
    }

    // Everything that is allocated stays alive and becomes old, until little of the budget is left.
    [TargetTest]
    public static void TheApproachComesBeforeTheCollection()
    {
        GC.Collect();
        GC.RegisterForFullGCNotification(99, 1);
        var full = GC.CollectionCount(2);
        var kept = new List<byte[]>();
        while (GC.WaitForFullGCApproach(0) == GCNotificationStatus.Timeout && GC.CollectionCount(2) == full)
        {
            kept.Add(new byte[10_000]);
        }

        IsNotToldOf(GC.WaitForFullGCComplete(0), full);
        Check.True(kept.Count > 0 && (GC.CollectionCount(2) == full || Stress.Interval != 0));
        GC.CancelFullGCNotification();
        GC.KeepAlive(kept);
    }

    [TargetTest]
    public static void AWaitEndsWhenItIsCanceled()
    {
        GC.RegisterForFullGCNotification(1, 1);
        using var waiting = new ManualResetEventSlim();
        var result = GCNotificationStatus.Failed;
        var thread = new Thread(() =>
        {
            waiting.Set();
            result = GC.WaitForFullGCComplete();
        });
        thread.Start();
        waiting.Wait();
        Thread.Sleep(20);
        GC.CancelFullGCNotification();
        thread.Join();
        // Canceled, or the thread had not begun to wait.
        // Under stress a full collection may have come first.
        Check.True(
            result is GCNotificationStatus.Canceled or GCNotificationStatus.NotApplicable ||
            (Stress.Interval != 0 && result == GCNotificationStatus.Succeeded));
    }

    [TargetTest]
    public static void ACallbackNeedsARegionThatIsLargeEnough()
    {
        var outside = Check.Throws<InvalidOperationException>(() => GC.RegisterNoGCRegionCallback(1000, () => { }));
        Check.True(outside.Message.Contains("NoGCRegion mode must be set", StringComparison.Ordinal));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.RegisterNoGCRegionCallback(0, () => { }));
        Check.True(GC.TryStartNoGCRegion(1_000_000));
        // Small and large objects have a million each.
        Check.Throws<InvalidOperationException>(() => GC.RegisterNoGCRegionCallback(2_000_001, () => { }));
        GC.RegisterNoGCRegionCallback(2_000_000, () => { });
        var twice = Check.Throws<InvalidOperationException>(() => GC.RegisterNoGCRegionCallback(1000, () => { }));
        Check.True(twice.Message.Contains("already registered", StringComparison.Ordinal));
        GC.EndNoGCRegion();
        Check.True(GC.TryStartNoGCRegion(1_000_000, 400_000));
        Check.Throws<InvalidOperationException>(() => GC.RegisterNoGCRegionCallback(1_000_001, () => { }));
        GC.EndNoGCRegion();
        GC.WaitForPendingFinalizers();
    }

    [TargetTest]
    public static void ACallbackRunsOnceWhenSoMuchWasAllocated()
    {
        var calls = 0;
        Check.True(GC.TryStartNoGCRegion(1_000_000));
        GC.RegisterNoGCRegionCallback(300_000, () => Interlocked.Increment(ref calls));
        Allocate(200_000);
        GC.WaitForPendingFinalizers();
        Check.Equal(0, calls);
        Allocate(300_000);
        GC.WaitForPendingFinalizers();
        Check.Equal(1, calls);
        Allocate(300_000);
        GC.EndNoGCRegion();
        GC.WaitForPendingFinalizers();
        Check.Equal(1, calls);
    }

    [TargetTest]
    public static void ACallbackOfARegionThatEndedIsNotCalled()
    {
        var calls = 0;
        Check.True(GC.TryStartNoGCRegion(1_000_000));
        GC.RegisterNoGCRegionCallback(300_000, () => Interlocked.Increment(ref calls));
        GC.EndNoGCRegion();
        Check.True(GC.TryStartNoGCRegion(1_000_000));
        GC.RegisterNoGCRegionCallback(300_000, () => Interlocked.Increment(ref calls));
        GC.Collect();
        Check.Throws<InvalidOperationException>(GC.EndNoGCRegion);
        Allocate(2_000_000);
        GC.WaitForPendingFinalizers();
        Check.Equal(0, calls);
    }

    // Under stress a full collection may have come in between.
    private static void IsNotToldOf(GCNotificationStatus status, int full) =>
        Check.True(status == GCNotificationStatus.Timeout || GC.CollectionCount(2) != full);

    private static void Allocate(int bytes)
    {
        for (var done = 0; done < bytes; done += 1024)
        {
            _kept = new byte[1000];
        }
    }
}
