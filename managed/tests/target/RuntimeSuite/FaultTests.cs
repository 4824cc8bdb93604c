// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

/// <summary>Null references found by the memory fault that they cause, and the checks that compiled code makes itself.</summary>
internal static class FaultTests
{
    [TargetTest]
    public static void FieldOfNull() => Check.Throws<NullReferenceException>(() => Read(Null<Box>()));

    [TargetTest]
    public static void StoreToFieldOfNull() => Check.Throws<NullReferenceException>(() => Null<Box>().Number = 1);

    [TargetTest]
    public static void ReferenceStoreToFieldOfNull() =>
        Check.Throws<NullReferenceException>(() => Null<Box>().Reference = ExceptionTests.Opaque(1).ToString());

    [TargetTest]
    public static void VirtualCallOnNull() => Check.Throws<NullReferenceException>(() => Null<object>().ToString());

    [TargetTest]
    public static void InterfaceCallOnNull() => Check.Throws<NullReferenceException>(() => Null<IThing>().Do());

    [TargetTest]
    public static void InterfaceCallOnNullAfterTheSiteIsCached()
    {
        Check.Equal(1, Call(new Box()));
        Check.Equal(1, Call(new Box()));
        Check.Throws<NullReferenceException>(() => Call(null));
        Check.Equal(1, Call(new Box()));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Call(IThing? thing) => thing!.Do();
    }

    [TargetTest]
    public static void DelegateCallOnNull() => Check.Throws<NullReferenceException>(() => Null<Action>()());

    [TargetTest]
    public static void LengthOfNullArray() => Check.Throws<NullReferenceException>(() => ExceptionTests.Opaque(Null<int[]>().Length));

    [TargetTest]
    public static void ElementOfNullArray() => Check.Throws<NullReferenceException>(() => ExceptionTests.Opaque(Null<int[]>()[3]));

    [TargetTest]
    public static void UnboxNull() => Check.Throws<NullReferenceException>(() => ExceptionTests.Opaque((int)Null<object>()));

    [TargetTest]
    public static void InterlockedOnFieldOfNull() =>
        Check.Throws<NullReferenceException>(() => Interlocked.Exchange(ref Null<Box>().Reference, "x"));

    [TargetTest]
    public static void CompareExchangeOnFieldOfNull() =>
        Check.Throws<NullReferenceException>(() => Interlocked.CompareExchange(ref Null<Box>().Reference, "x", null));

    [TargetTest]
    public static void LockOnNull() => Check.Throws<ArgumentNullException>(() =>
    {
        lock (Null<object>())
        {
            ExceptionTests.Opaque(1);
        }
    });

    [TargetTest]
    public static unsafe void PointerNearZero() => Check.Throws<NullReferenceException>(() => ExceptionTests.Opaque(*(int*)0x100));

    [TargetTest]
    public static void FaultRunsFinallyAndFilter()
    {
        var order = "";
        try
        {
            try
            {
                Read(Null<Box>());
            }
            finally
            {
                order += "f";
            }
        }
        catch (NullReferenceException) when ((order += "w").Length > 0)
        {
            order += "c";
        }

        Check.Equal("wfc", order);
    }

    [TargetTest]
    public static void FaultInsideCatchAndFinally()
    {
        var count = 0;
        for (var i = 0; i < 100; i++)
        {
            try
            {
                try
                {
                    Read(Null<Box>());
                }
                catch (NullReferenceException)
                {
                    count++;
                    Read(Null<Box>());
                }
            }
            catch (NullReferenceException)
            {
                count++;
            }
        }

        Check.Equal(200, count);
    }

    [TargetTest]
    public static void FloatingPointRegistersSurviveAFault()
    {
        double a = ExceptionTests.Opaque(3), b = ExceptionTests.Opaque(4);
        Check.Throws<NullReferenceException>(() => Read(Null<Box>()));
        Check.Equal(5.0, Math.Sqrt((a * a) + (b * b)));
    }

    [TargetTest]
    public static void DivisionByZero()
    {
        Check.Throws<DivideByZeroException>(() => ExceptionTests.Opaque(1 / ExceptionTests.Opaque(0)));
        Check.Throws<DivideByZeroException>(() => ExceptionTests.Opaque((int)(1UL % (ulong)ExceptionTests.Opaque(0))));
        Check.Throws<DivideByZeroException>(() => ExceptionTests.Opaque((int)(1m / ExceptionTests.Opaque(0))));
    }

    [TargetTest]
    public static void MinValueDividedByMinusOne() =>
        Check.Throws<OverflowException>(() => ExceptionTests.Opaque(int.MinValue / ExceptionTests.Opaque(-1)));

    [TargetTest]
    public static void CheckedArithmetic()
    {
        Check.Throws<OverflowException>(() => ExceptionTests.Opaque(checked(ExceptionTests.Opaque(int.MaxValue) + 1)));
        Check.Throws<OverflowException>(() => ExceptionTests.Opaque(checked((byte)ExceptionTests.Opaque(256))));
        Check.Throws<OverflowException>(() => ExceptionTests.Opaque(checked((int)(ExceptionTests.Opaque(3) * 1e10))));
    }

    [TargetTest]
    public static void ArrayBounds()
    {
        var array = new int[4];
        Check.Throws<IndexOutOfRangeException>(() => array[ExceptionTests.Opaque(4)] = 1);
        Check.Throws<IndexOutOfRangeException>(() => array[ExceptionTests.Opaque(-1)] = 1);
        Check.Throws<IndexOutOfRangeException>(() => ExceptionTests.Opaque((new int[2, 3])[ExceptionTests.Opaque(2), 0]));
    }

    [TargetTest]
    public static void NegativeArraySize() =>
        Check.Throws<OverflowException>(() => GC.KeepAlive(new int[ExceptionTests.Opaque(-1)]));

    [TargetTest]
    public static void ArrayStoreOfTheWrongType()
    {
        object[] array = new string[1];
        Check.Throws<ArrayTypeMismatchException>(() => array[0] = new Box());
        array[0] = "fits";
        array[0] = null!;
    }

    [TargetTest]
    public static void InvalidCast() =>
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((Box)(ExceptionTests.Opaque(1) == 1 ? (object)new List<int>() : new Box())));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Null<T>()
        where T : class => null!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Read(Box box) => box.Number;

    private interface IThing
    {
        int Do();
    }

    private sealed class Box : IThing
    {
        public int Number;
        public string? Reference;

        public int Do() => 1;

        public override string ToString() => "box";

    }
}
