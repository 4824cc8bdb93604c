// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.GcSuite;

/// <summary>Young collections: what they keep, and that they notice every kind of store to an old object.</summary>
internal static class GenerationTests
{
    private const int Old = 2;

    private static object? _static;

    [ThreadStatic]
    private static object? _threadStatic;

    private interface IHolder
    {
        object? Content { get; set; }
    }

    [TargetTest]
    public static void WhatSurvivesIsOld()
    {
        var o = new object();
        GC.Collect(0);
        Check.Equal(Old, GC.GetGeneration(o));
        Check.Equal(Old, GC.GetGeneration(new WeakReference(o).Target!));
        Check.Equal(int.MaxValue, GC.GetGeneration("a string of the image"));
        Check.Equal(2, GC.MaxGeneration);
    }

    [TargetTest]
    public static void YoungObjectsAreOfGenerationZero()
    {
        // Under stress a collection can come between the two calls.
        var young = 0;
        for (var i = 0; i < 100; i++)
        {
            young += GC.GetGeneration(new object()) == 0 ? 1 : 0;
        }

        Check.True(young > 50);
    }

    [TargetTest]
    public static void CollectionsAreCountedByGeneration()
    {
        int[] before = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        GC.Collect(0);
        GC.Collect(1);
        GC.Collect(2);
        GC.Collect();
        Check.True(GC.CollectionCount(0) - before[0] >= 4);
        Check.True(GC.CollectionCount(2) - before[2] >= 2);
        Check.Equal(GC.CollectionCount(2) - before[2], GC.CollectionCount(1) - before[1]);
        Check.True(GC.CollectionCount(0) > GC.CollectionCount(2));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.Collect(-1));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.CollectionCount(-1));
    }

    [TargetTest]
    public static void MemoryInfoIsOfTheLastCollectionOfItsKind()
    {
        GC.Collect();
        GC.Collect(0);
        var young = GC.GetGCMemoryInfo(GCKind.Ephemeral);
        var full = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        Check.Equal(0, young.Generation);
        Check.Equal(Old, full.Generation);
        // Under stress a full one can come after the young one.
        Check.True(full.Index > 0 && (young.Index > full.Index || (Stress.Interval != 0 && young.Index > 0)));
        Check.True(full.PromotedBytes > young.PromotedBytes);
        Check.True(young.HeapSizeBytes >= young.PromotedBytes);
        Check.Equal(0L, young.GenerationInfo[0].SizeAfterBytes);
        Check.True(young.GenerationInfo[2].SizeAfterBytes > 0);
        Check.Equal(0L, GC.GetGCMemoryInfo(GCKind.Background).Index);
    }

    [TargetTest]
    public static void StoresToFieldsAreNoticed()
    {
        var holder = new Holder();
        Keeps(holder, (h, o) => h.Content = o, h => h.Content);
        Keeps(new Derived(), (h, o) => h.More = o, h => h.More);
        Keeps<IHolder>(holder, (h, o) => h.Content = o, h => h.Content);
        Keeps(holder, (h, o) => h.Pair = (o, 1), h => h.Pair.First);
        Keeps(holder, (h, o) => SetByReference(ref h.Content2, o), h => h.Content2);
        Keeps(new Box(), (h, o) => h.Set(o), h => h.Get());

        static void SetByReference(ref object? where, object value) => where = value;
    }

    [TargetTest]
    public static void StoresToStaticsAreNoticed()
    {
        Keeps(new object(), (_, o) => _static = o, _ => _static);
        Keeps(new object(), (_, o) => _threadStatic = o, _ => _threadStatic);
        Keeps(new object(), (_, o) => Generic<string>.Value = o, _ => Generic<string>.Value);
    }

    [TargetTest]
    public static void StoresToArraysAreNoticed()
    {
        Keeps(new object?[3], (a, o) => a[2] = o, a => a[2]);
        Keeps(new object?[20_000], (a, o) => a[13_579] = o, a => a[13_579]);
        Keeps(new (object?, long)[5000], (a, o) => a[4321] = (o, 7), a => a[4321].Item1);
        Keeps(new object?[4, 5], (a, o) => a[3, 4] = o, a => a[3, 4]);
        Keeps(new object?[10], (a, o) => a.AsSpan(4, 2).Fill(o), a => a[5]);
        Keeps(new string?[10], (a, o) => ((object?[])a)[1] = o.ToString(), a => a[1]?.Length > 0 ? new Content() : null);
    }

    [TargetTest]
    public static void InterlockedStoresAreNoticed()
    {
        Keeps(new Holder(), (h, o) => Interlocked.Exchange(ref h.Content2, o), h => h.Content2);
        Keeps(new Holder(), (h, o) => Interlocked.CompareExchange(ref h.Content2, o, null), h => h.Content2);
        Keeps(new Holder(), (h, o) => Volatile.Write(ref h.Content2, o), h => h.Content2);
        Keeps(new object?[100], (a, o) => Interlocked.Exchange(ref a[77], o), a => a[77]);
    }

    [TargetTest]
    public static void CopiedReferencesAreNoticed()
    {
        Keeps(new object?[3000], (a, o) => Array.Copy(Filled(o), 0, a, 1500, 1000), a => a[2499]);
        Keeps(new object?[3000], (a, o) => Filled(o).AsSpan().CopyTo(a), a => a[999]);
        Keeps(new (int, object?)[300], (a, o) => Array.Fill(a, (1, o)), a => a[299].Item2);
        Keeps(new List<object?>(new object?[100]), (l, o) => l.Insert(50, o), l => l[50]);
        Keeps(
            new object?[500],
            (a, o) =>
            {
                // Moved within the array, twice over itself, after the store itself.
                a[0] = o;
                Array.Copy(a, 0, a, 1, 499);
                a[0] = null;
                Array.Copy(a, 1, a, 0, 499);
            },
            a => a[0]);
        Keeps(new Holder(), (h, o) => h.Content = ((ICloneable)new Cloned { Content = o }).Clone(), h => ((Cloned?)h.Content)?.Content);

        static object?[] Filled(object o)
        {
            var a = new object?[1000];
            Array.Fill(a, o);
            return a;
        }
    }

    [TargetTest]
    public static void CollectionsOfTheLibraryStoreNoticeably()
    {
        Keeps(new Dictionary<int, object>(), (d, o) => d[5] = o, d => d.GetValueOrDefault(5));
        Keeps(new Queue<object>(), (q, o) => q.Enqueue(o), q => q.TryPeek(out var o) ? o : null);
        Keeps(new LinkedList<object>(), (l, o) => l.AddLast(o), l => l.Last?.Value);
        Keeps(new ConditionalWeakTable<string, object>(), (t, o) => t.AddOrUpdate(_key, o), t => t.TryGetValue(_key, out var o) ? o : null);
        Keeps(new System.Collections.Concurrent.ConcurrentDictionary<int, object>(), (d, o) => d[1] = o, d => d.GetValueOrDefault(1));
        Keeps(new Func<object>[1], (f, o) => f[0] = () => o, f => f[0]?.Invoke());
    }

    [TargetTest]
    public static void HandlesToYoungObjectsAreNoticed()
    {
        var handle = GCHandleOf();
        Keeps(handle, (h, o) => h.Target = o, h => h.Target);
        ((System.Runtime.InteropServices.GCHandle)handle.Value).Free();
        var weak = new WeakReference(null);
        var alive = new Content();
        GC.Collect(0);
        weak.Target = alive;
        GC.Collect(0);
        Check.True(ReferenceEquals(alive, weak.Target));
        GC.KeepAlive(alive);

        static HandleBox GCHandleOf() => new();
    }

    [TargetTest]
    public static void YoungGarbageIsCollected()
    {
        var references = MakeGarbage();
        CollectionTests.Clobber();
        GC.Collect(0);
        // The stack is scanned conservatively: a stale word may keep one or two.
        Check.True(references.Count(r => r.IsAlive) <= 4);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] MakeGarbage() =>
            [.. Enumerable.Range(0, 200).Select(_ => new WeakReference(new Content()))];
    }

    [TargetTest]
    public static void OldGarbageWaitsForAFullCollection()
    {
        var references = MakeOldGarbage();
        CollectionTests.Clobber();
        GC.Collect();
        Check.True(references.Count(r => r.IsAlive) <= 4);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference[] MakeOldGarbage()
        {
            object[] contents = [.. Enumerable.Range(0, 200).Select(_ => new Content())];
            GC.Collect(0);
            return [.. contents.Select(c => new WeakReference(c))];
        }
    }

    [TargetTest]
    public static void FinalizersOfYoungObjectsRunAfterYoungCollections()
    {
        var count = 0;
        Make(() => Interlocked.Increment(ref count));
        CollectionTests.Clobber();
        GC.Collect(0);
        GC.WaitForPendingFinalizers();
        Check.True(count >= 96);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make(Action action)
        {
            for (var i = 0; i < 100; i++)
            {
                GC.KeepAlive(new Finalizable(action));
            }
        }
    }

    [TargetTest]
    public static void ThreadsStoreWhileOthersCollect()
    {
        var shared = new object?[4][];
        for (var i = 0; i < shared.Length; i++)
        {
            shared[i] = new object?[2000];
        }

        GC.Collect();
        var stop = false;
        var threads = new Thread[shared.Length];
        for (var i = 0; i < threads.Length; i++)
        {
            var mine = shared[i];
            threads[i] = new Thread(() => Store(mine));
            threads[i].Start();
        }

        for (var i = 0; i < 20; i++)
        {
            GC.Collect(i % 5 == 0 ? 2 : 0);
            Thread.Yield();
        }

        Volatile.Write(ref stop, true);
        foreach (var thread in threads)
        {
            thread.Join();
        }

        void Store(object?[] array)
        {
            for (var round = 0; round == 0 || !Volatile.Read(ref stop); round++)
            {
                for (var i = 0; i < array.Length; i++)
                {
                    array[i] = new Content(i);
                }

                Array.Copy(array, 0, array, 1, array.Length - 1);
                Array.Copy(array, 1, array, 0, array.Length - 1);
                for (var i = 0; i < array.Length - 1; i++)
                {
                    Check.Equal(i, ((Content)array[i]!).Number);
                }
            }
        }
    }

    [TargetTest]
    public static void AChurningProgramCollectsYoungObjectsOnly()
    {
        var kept = new object[1000];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = new Content(i);
        }

        GC.Collect();
        var young = GC.CollectionCount(0);
        var full = GC.CollectionCount(2);
        var count = Stress.Rounds(20_000);
        for (var i = 0; i < count; i++)
        {
            GC.KeepAlive(new byte[1000]);
        }

        Check.True(GC.CollectionCount(0) - young >= 10);
        // Under stress every other one is a full one.
        Check.True(GC.CollectionCount(2) - full <= (GC.CollectionCount(0) - young + 1) / 2);
        Check.Equal(999, ((Content)kept[^1]).Number);
    }

    private static readonly string _key = new('k', 3);

    /// <summary>
    /// Makes the holder old, stores a young object in it that nothing else refers to, and expects it to survive, whole,
    /// while new objects are made where it could have been.
    /// </summary>
    private static void Keeps<T>(T holder, Action<T, object> store, Func<T, object?> load)
    {
        GC.Collect(0);
        StoreNew(holder, store);
        CollectionTests.Clobber();
        GC.Collect(0);
        for (var i = 0; i < 2000; i++)
        {
            GC.KeepAlive(new Content(-1));
        }

        Check.True(load(holder) is Content { Number: Content.Expected });
        GC.Collect();
        Check.True(load(holder) is Content { Number: Content.Expected });

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void StoreNew(T holder, Action<T, object> store) => store(holder, new Content());
    }

    private struct Pairs(object? first, long second)
    {
        public object? First = first;
        public long Second = second;

        public static implicit operator Pairs((object?, long) pair) => new(pair.Item1, pair.Item2);
    }

    private static class Generic<T>
    {
        public static object? Value;
    }

    private sealed class Content(int number = Content.Expected)
    {
        public const int Expected = 0x5eed;

        public readonly int Number = number;

        public override string ToString() => new('c', Number % 7 + 1);
    }

    private class Holder : IHolder
    {
        public object? Content2;
        public Pairs Pair;

        public object? Content { get; set; }
    }

    private sealed class Derived : Holder
    {
        public object? More;
    }

    /// <summary>Holds a structure that is boxed, and changed inside of its box.</summary>
    private sealed class Box
    {
        private readonly object _boxed = new Pairs(null, 0);

        public void Set(object value) => Unsafe.Unbox<Pairs>(_boxed).First = value;

        public object? Get() => ((Pairs)_boxed).First;
    }

    private sealed class HandleBox
    {
        public object Value = System.Runtime.InteropServices.GCHandle.Alloc(null);

        public object? Target
        {
            get => ((System.Runtime.InteropServices.GCHandle)Value).Target;
            set => Unsafe.Unbox<System.Runtime.InteropServices.GCHandle>(Value).Target = value;
        }
    }

    private sealed class Cloned : ICloneable
    {
        public object? Content;

        public object Clone() => MemberwiseClone();
    }

    private sealed class Finalizable(Action action)
    {
        ~Finalizable() => action();
    }
}
