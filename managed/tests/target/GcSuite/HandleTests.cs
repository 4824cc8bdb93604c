// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.TestKit;

namespace SeL4.GcSuite;

internal static class HandleTests
{
    private sealed class Finalizable(Action action)
    {
        ~Finalizable() => action();
    }

    private sealed class Handle() : SafeHandle(0, true)
    {
        public static int Released;

        public override bool IsInvalid => handle == 0;

        public void Open(nint value) => SetHandle(value);

        protected override bool ReleaseHandle()
        {
            Interlocked.Increment(ref Released);
            return true;
        }
    }

    [TargetTest]
    public static void NormalHandlesKeepAlive()
    {
        var handles = Enumerable.Range(0, 3000).Select(i => GCHandle.Alloc(new int[] { i })).ToArray();
        CollectionTests.Churn();
        for (var i = 0; i < handles.Length; i++)
        {
            Check.Equal(i, ((int[])handles[i].Target!)[0]);
            handles[i].Free();
        }
    }

    [TargetTest]
    public static unsafe void PinnedHandlesHaveAnAddress()
    {
        var bytes = new byte[100];
        var handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var address = (byte*)handle.AddrOfPinnedObject();
        CollectionTests.Churn();
        address[7] = 77;
        Check.Equal(77, (int)bytes[7]);
        Check.True(GC.GetGCMemoryInfo().PinnedObjectsCount >= 1);
        handle.Free();
        var pinned = GC.AllocateArray<int>(10, pinned: true);
        Check.Equal(10, pinned.Length);
        Check.Equal(5, GC.AllocateUninitializedArray<long>(5).Length);
    }

    [TargetTest]
    public static void WeakReferencesAreCleared()
    {
        var (alive, weak, track) = Make();
        CollectionTests.Clobber();
        GC.Collect();
        Check.True(weak.TryGetTarget(out var target) && ReferenceEquals(target, alive));
        Check.Equal(0, Dead(200));
        GC.KeepAlive(track);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (object Alive, WeakReference<object> Weak, WeakReference Track) Make()
        {
            var alive = new object();
            return (alive, new WeakReference<object>(alive), new WeakReference(new object(), trackResurrection: true));
        }

        static int Dead(int count)
        {
            var references = Garbage(count);
            CollectionTests.Clobber();
            GC.Collect();
            var living = references.Count(r => r.TryGetTarget(out _));
            return living <= 4 ? 0 : living;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<object>[] Garbage(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => new WeakReference<object>(new object()))];
    }

    [TargetTest]
    public static void ConditionalWeakTableFollowsItsKeys()
    {
        var table = new ConditionalWeakTable<object, object>();
        var key = new object();
        table.Add(key, new int[] { 5 });
        var (keys, values) = AddGarbage(table, 100);
        CollectionTests.Clobber();
        CollectionTests.Churn();
        Check.True(table.TryGetValue(key, out var value) && ((int[])value)[0] == 5);
        Check.True(keys.Count(k => k.IsAlive) <= 4);
        Check.True(values.Count(v => v.IsAlive) <= 4);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference[] Keys, WeakReference[] Values) AddGarbage(ConditionalWeakTable<object, object> table, int count)
        {
            var keys = new WeakReference[count];
            var values = new WeakReference[count];
            for (var i = 0; i < count; i++)
            {
                var k = new object();
                // The value refers to its key: only a dependent handle can let both go.
                var v = new object[] { k };
                table.Add(k, v);
                keys[i] = new WeakReference(k);
                values[i] = new WeakReference(v);
            }

            return (keys, values);
        }
    }

    [TargetTest]
    public static void FinalizersRun()
    {
        var count = 0;
        Make(500, () => Interlocked.Increment(ref count));
        CollectionTests.Clobber();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.True(count >= 496);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make(int n, Action action)
        {
            for (var i = 0; i < n; i++)
            {
                GC.KeepAlive(new Finalizable(action));
            }
        }
    }

    [TargetTest]
    public static void FinalizersRunOnTheirOwnThread()
    {
        var threads = new List<int>();
        Make(20, () =>
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
            }
        });
        CollectionTests.Clobber();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.True(threads.Count >= 16);
        Check.True(threads.TrueForAll(t => t != Environment.CurrentManagedThreadId));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make(int n, Action action)
        {
            for (var i = 0; i < n; i++)
            {
                GC.KeepAlive(new Finalizable(action));
            }
        }
    }

    [TargetTest]
    public static void SuppressedFinalizersDoNotRun()
    {
        var count = 0;
        Make(() => Interlocked.Increment(ref count));
        CollectionTests.Clobber();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.Equal(0, count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make(Action action)
        {
            for (var i = 0; i < 50; i++)
            {
                GC.SuppressFinalize(new Finalizable(action));
            }
        }
    }

    [TargetTest]
    public static void ReRegisteredFinalizersRunAgain()
    {
        var count = 0;
        Make(() => Interlocked.Increment(ref count));
        CollectionTests.Clobber();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.True(count >= 46);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make(Action action)
        {
            for (var i = 0; i < 50; i++)
            {
                var o = new Finalizable(action);
                GC.SuppressFinalize(o);
                GC.ReRegisterForFinalize(o);
            }
        }
    }

    [TargetTest]
    public static void SafeHandlesAreReleasedOnce()
    {
        Handle.Released = 0;
        using (var handle = new Handle())
        {
            handle.Open(1);
        }

        Check.Equal(1, Handle.Released);
        Make();
        CollectionTests.Clobber();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.True(Handle.Released is >= 17 and <= 21);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make()
        {
            for (var i = 0; i < 20; i++)
            {
                new Handle().Open(i + 1);
            }
        }
    }
}
