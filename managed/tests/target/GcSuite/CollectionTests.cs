// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.GcSuite;

internal static class CollectionTests
{
    private sealed class Node(int value, Node? next)
    {
        public int Value = value;
        public Node? Next = next;
    }

    private struct Pair
    {
        public long Number;
        public object? First;
        public long Other;
        public object? Second;
    }

    // SeL4GcHeapLimit of this suite.
    private const int HeapBytes = 8 << 20;

    private static object? _static;

    [ThreadStatic]
    private static object? _threadStatic;

    [TargetTest]
    public static void AMillionAllocationsInEightMebibytes()
    {
        var count = Stress.Rounds(1_000_000);
        var before = GC.CollectionCount(0);
        var kept = new object?[64];
        for (var i = 0; i < count; i++)
        {
            kept[i % kept.Length] = new Node(i, null);
        }

        for (var i = count - kept.Length; i < count; i++)
        {
            Check.Equal(i, ((Node)kept[i % kept.Length]!).Value);
        }

        Check.True(GC.CollectionCount(0) > before);
        Check.True(GC.GetGCMemoryInfo().TotalCommittedBytes <= HeapBytes);
    }

    [TargetTest]
    public static void TheStressIntervalIsTheOneOfTheImage()
    {
        var allocations = Stress.Interval == 0 ? 1000 : 4 * Stress.Interval;
        GC.Collect();
        var before = GC.CollectionCount(0);
        for (var i = 0L; i < allocations; i++)
        {
            GC.KeepAlive(new object());
        }

        var collections = GC.CollectionCount(0) - before;
        // Allocations of other threads count, too.
        Check.True(Stress.Interval == 0 ? collections == 0 : collections is >= 4 and <= 8, $"{collections} collections");
    }

    [TargetTest]
    public static void LinkedListSurvives()
    {
        var count = Stress.Rounds(50_000);
        Node? head = null;
        for (var i = 0; i < count; i++)
        {
            head = new Node(i, head);
        }

        GC.Collect();
        var expected = count - 1;
        for (var node = head; node is not null; node = node.Next)
        {
            Check.Equal(expected--, node.Value);
        }

        Check.Equal(-1, expected);
    }

    [TargetTest]
    public static void ArraysOfStructsKeepTheirReferences()
    {
        var pairs = new Pair[2000];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new Pair { Number = i, First = $"first {i}", Other = -i, Second = new Node(i, null) };
        }

        Churn();
        for (var i = 0; i < pairs.Length; i++)
        {
            Check.Equal((long)i, pairs[i].Number);
            Check.Equal($"first {i}", (string)pairs[i].First!);
            Check.Equal((long)-i, pairs[i].Other);
            Check.Equal(i, ((Node)pairs[i].Second!).Value);
        }
    }

    [TargetTest]
    public static void StaticsAndThreadStaticsAreRoots()
    {
        _static = new Node(1, new Node(2, null));
        _threadStatic = new Node(3, null);
        Churn();
        Check.Equal(2, ((Node)_static).Next!.Value);
        Check.Equal(3, ((Node)_threadStatic).Value);
    }

    [TargetTest]
    public static void InteriorPointersKeepTheirObject()
    {
        ref var third = ref Make()[2];
        Churn();
        Check.Equal(42, third);

        var span = Make().AsSpan(1, 3);
        Churn();
        Check.Equal(42, span[1]);

        static int[] Make() => [0, 1, 42, 3, 4, 5];
    }

    [TargetTest]
    public static void UnreachableObjectsAreCollected()
    {
        var references = MakeGarbage(200);
        Clobber();
        GC.Collect();
        // The stack is scanned conservatively: a stale word may keep one or two.
        Check.True(references.Count(r => r.IsAlive) <= 4);
    }

    [TargetTest]
    public static void LargeObjectsAreGivenBack()
    {
        for (var i = 0; i < 100; i++)
        {
            Allocate(i);
        }

        Clobber();
        GC.Collect();
        Check.True(GC.GetTotalMemory(false) < 3 << 20);

        // In a frame of its own: unoptimised code keeps references in its slots until the method returns, and the heap has no room for
        // a third array.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Allocate(int i)
        {
            var bytes = new byte[3 << 20];
            bytes[i] = 1;
            Check.Equal(0, (int)bytes[^1]);
        }
    }

    [TargetTest]
    public static void NewMemoryIsZero()
    {
        for (var round = 0; round < 20; round++)
        {
            for (var length = 0; length < 20_000; length = (length * 2) + 1)
            {
                var array = new byte[length];
                Check.True(array.AsSpan().IndexOfAnyExcept((byte)0) < 0);
                Array.Fill(array, (byte)0xff);
            }
        }
    }

    [TargetTest]
    public static void CountersMove()
    {
        var count = GC.CollectionCount(2);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var total = GC.GetTotalAllocatedBytes();
        GC.KeepAlive(new byte[100_000]);
        GC.Collect();
        Check.True(GC.CollectionCount(2) == count + 1 || (Stress.Interval != 0 && GC.CollectionCount(2) > count));
        Check.True(GC.GetAllocatedBytesForCurrentThread() - allocated is >= 100_000 and < 300_000);
        Check.True(GC.GetTotalAllocatedBytes() - total >= 100_000);
        Check.True(GC.GetTotalMemory(false) > 0);
        Check.True(GC.GetTotalPauseDuration() > TimeSpan.Zero);
        Check.Equal(2, GC.MaxGeneration);
    }

    [TargetTest]
    public static void MemoryInfoAddsUp()
    {
        GC.Collect();
        var before = GC.CollectionCount(0);
        var info = GC.GetGCMemoryInfo();
        var after = GC.CollectionCount(0);
        Check.Equal((long)HeapBytes, info.TotalAvailableMemoryBytes);
        Check.Equal((long)HeapBytes, (long)GC.GetConfigurationVariables()["GCHeapHardLimit"]);
        Check.True(info.HeapSizeBytes > 0 && info.HeapSizeBytes <= info.TotalCommittedBytes);
        // Under stress a collection can come between two of these lines; otherwise both counts are the same.
        Check.True(info.Index >= before && info.Index <= after && (before == after || Stress.Interval != 0));
        Check.True(info.Generation == 2 || Stress.Interval != 0);
        Check.True(info.PauseDurations[0] > TimeSpan.Zero);
        Check.True(!(info.Compacted || info.Concurrent));
    }

    [TargetTest]
    public static void MemoryIsReleasedAfterAPeak()
    {
        Below(Fill);
        Clobber();
        GC.Collect();
        Check.True(GC.GetTotalMemory(true) < 3 << 20);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Fill()
        {
            var list = new List<byte[]>();
            for (var i = 0; i < 50; i++)
            {
                list.Add(new byte[100_000]);
            }

            Check.True(GC.GetTotalMemory(false) > 5_000_000);
        }
    }

    [TargetTest]
    public static void NoGcRegion()
    {
        Check.True(GC.TryStartNoGCRegion(1 << 20));
        Check.Throws<InvalidOperationException>(() => GC.TryStartNoGCRegion(1));
        var count = GC.CollectionCount(0);
        for (var i = 0; i < 8000; i++)
        {
            GC.KeepAlive(new byte[100]);
        }

        Check.Equal(count, GC.CollectionCount(0));
        GC.EndNoGCRegion();
        Check.Throws<InvalidOperationException>(GC.EndNoGCRegion);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.TryStartNoGCRegion(1L << 40));
        Check.True(GC.TryStartNoGCRegion(1 << 20));
        GC.Collect();
        Check.Throws<InvalidOperationException>(GC.EndNoGCRegion);
    }

    [TargetTest]
    public static void OutOfMemoryIsCaughtAndTheProgramGoesOn()
    {
        foreach (var size in new[] { HeapBytes / Stress.Rounds(HeapBytes / 100), 5_000, 100_000 })
        {
            var count = 0;
            Exception? caught = null;
            Below(() => count = Exhaust(size, out caught));
            Check.True(count > 4_000_000 / size);
            Clobber();
            Check.True(caught?.StackTrace is not null);
            Discard(2_000_000);
        }

        Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new byte[100_000_000]));
        Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new string('x', 50_000_000)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(new byte[MinusOne()]));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int MinusOne() => -1;
    }

    [TargetTest]
    public static void FramesThatWereThrownThroughKeepNothingAlive()
    {
        for (var i = 0; i < 3; i++)
        {
            try
            {
                FillAndThrow();
            }
            catch (OutOfMemoryException)
            {
                // Still inside the catch block, above whose frame the list was.
                Discard(3_000_000);
            }
        }

        // The list is in this frame alone. The frame of the test must not refer to it, not even in a slot for a temporary of
        // unoptimised code: that frame goes on.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void FillAndThrow()
        {
            var list = new List<byte[]>();
            for (; ; )
            {
                list.Add(new byte[10_000]);
            }
        }
    }

    // In a frame of its own, see LargeObjectsAreGivenBack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Discard(int bytes) => GC.KeepAlive(new byte[bytes]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Exhaust(int size, out Exception? caught)
    {
        object?[]? list = null;
        var count = 0;
        caught = null;
        try
        {
            for (; ; )
            {
                list = [list, new byte[size]];
                count++;
            }
        }
        catch (OutOfMemoryException e)
        {
            caught = e;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] MakeGarbage(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new WeakReference(new Node(i, null)))];

    /// <summary>Enough garbage for several collections.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Churn()
    {
        for (var i = 0; i < 100; i++)
        {
            GC.KeepAlive(new byte[50_000]);
            GC.KeepAlive(new Node(i, null));
        }

        GC.Collect();
    }

    /// <summary>
    /// Runs an action so far below the caller's frame that Clobber overwrites whatever it leaves on the stack. Directly below the caller
    /// is Clobber's own frame, which has gaps that nothing writes.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Below(Action action)
    {
        Span<long> words = stackalloc long[128];
        words.Clear();
        action();
    }

    /// <summary>Overwrites dead stack slots, which a conservative scan would take for references.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Clobber()
    {
        Span<long> words = stackalloc long[1024];
        words.Clear();
        GC.KeepAlive(words.Length);
    }
}
