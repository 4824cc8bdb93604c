// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.GcSuite;

/// <summary>
/// A heap that is full of blocks, and then to the last small object: exceptions are still made, dispatched and caught, with their message and
/// stack trace, and the program goes on. (One that nothing catches: CrashOutOfMemory.)
/// </summary>
internal static class FullHeapTests
{
    private const int BlockBytes = 16 * 1024;

    private static Block? _blocks;
    private static Link? _links;

    [TargetTest]
    public static void ExceptionsOfAFullHeapAreWhole() => WithFullHeap(() =>
    {
        for (var i = 0; i < 5; i++)
        {
            var exception = Record(Fill);
            Check.True(exception is OutOfMemoryException);
            Drop(20); // the text of a stack trace is the program's own business
            Check.True(exception.Message.Length > 0);
            Check.True(exception.StackTrace!.Contains(nameof(Fill), StringComparison.Ordinal), exception.StackTrace);
        }
    });

    [TargetTest]
    public static void HandlersMayFailToo() => WithFullHeap(() =>
    {
        var order = 0;
        try
        {
            Fill();
        }
        catch (OutOfMemoryException)
        {
            try
            {
                Fill();
            }
            catch (OutOfMemoryException)
            {
                order = 1;
            }
            finally
            {
                order = order == 1 && Record(Fill) is OutOfMemoryException ? 2 : -1;
            }
        }

        Check.Equal(2, order);
    });

    [TargetTest]
    public static void FiltersMayFailToo() => WithFullHeap(() =>
    {
        var caught = false;
        try
        {
            Fill();
        }
        catch (OutOfMemoryException) when (Record(Fill) is OutOfMemoryException)
        {
            caught = true;
        }

        Check.True(caught);
    });

    [TargetTest]
    public static void OtherExceptionsAreCaughtInAFullHeap() => WithFullHeap(() =>
    {
        var zero = _links is null ? 1 : 0;
        var caught = 0;
        for (var i = 0; i < 100; i++)
        {
            try
            {
                caught += i / zero;
            }
            catch (ArithmeticException)
            {
                caught++;
            }
        }

        Check.Equal(100, caught);
    });

    [TargetTest]
    public static void StaticConstructorsMayFail() => WithFullHeap(() =>
    {
        var exception = Record(static () => Check.True(Filler.Value == 1));
        Check.True(
            exception is OutOfMemoryException or TypeInitializationException { InnerException: OutOfMemoryException });
        Empty();
        Check.True(Record(static () => Check.True(Filler.Value == 1)) is TypeInitializationException);
    });

    [TargetTest]
    public static void ThreadsMayFail()
    {
        Exception? exception = null;
        var begin = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            begin.Wait();
            exception = Record(Fill);
        });
        thread.Start();
        WithFullHeap(() =>
        {
            begin.Set();
            thread.Join();
        });
        Check.True(exception is OutOfMemoryException);
    }

    [TargetTest]
    public static void FinalizersMayFail()
    {
        var outcomes = new bool[1];
        Abandon(outcomes);
        CollectionTests.Clobber();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Empty();
        Check.True(outcomes[0]);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Abandon(bool[] outcomes)
        {
            for (var i = 0; i < 10; i++)
            {
                GC.KeepAlive(new FailingFinalizer(outcomes));
            }
        }
    }

    private static void WithFullHeap(Action action)
    {
        try
        {
            Check.True(Record(Fill) is OutOfMemoryException);
            action();
        }
        finally
        {
            Empty();
        }
    }

    private static void Empty()
    {
        _blocks = null;
        _links = null;
        GC.Collect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill()
    {
        try
        {
            while (true)
            {
                _blocks = new Block(_blocks, new byte[BlockBytes]);
            }
        }
        catch (OutOfMemoryException)
        {
            // Now what is smaller than a block.
        }

        while (true)
        {
            _links = new Link(_links);
        }
    }

    private static void Drop(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _blocks = _blocks!.Previous;
        }
    }

    // Allocates nothing itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private sealed class Block(Block? previous, byte[] content)
    {
        public readonly Block? Previous = previous;
        public readonly byte[] Content = content;
    }

    private sealed class Link(Link? previous)
    {
        public readonly Link? Previous = previous;
    }

    private static class Filler
    {
        public static readonly int Value = Make();

        private static int Make()
        {
            Fill();
            return 1;
        }
    }

    private sealed class FailingFinalizer(bool[] outcomes)
    {
        ~FailingFinalizer()
        {
            outcomes[0] |= Record(Fill) is OutOfMemoryException;
            Empty();
        }
    }
}
