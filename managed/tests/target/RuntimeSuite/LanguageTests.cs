// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

internal static class LanguageTests
{
    [ThreadStatic]
    private static int t_number;

    [ThreadStatic]
    private static string? t_text;

    private enum Level : byte
    {
        Low = 1,
        Middle,
        High = 200,
    }

    [Flags]
    private enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    [TargetTest]
    public static void StringInterpolation()
    {
        var (name, value, date) = ("x", 3.14159, new DateTime(2026, 1, 2));
        Check.Equal("x = 3.14 on 2026-01-02 [   7][7   ]", $"{name} = {value:F2} on {date:yyyy-MM-dd} [{7,4}][{7,-4}]");
    }

    [TargetTest]
    public static void RawAndUtf8Literals()
    {
        Check.Equal("{\"a\": 1}", """{"a": 1}""");
        Check.Sequence(new byte[] { 0xc3, 0xa9 }, "é"u8.ToArray());
    }

    [TargetTest]
    public static void RecordsCompareByValue()
    {
        var a = new Person("Ada", 36);
        Check.Equal(a, new Person("Ada", 36));
        Check.Equal(a.GetHashCode(), new Person("Ada", 36).GetHashCode());
        Check.True(a != a with { Age = 37 });
        Check.Equal("Person { Name = Ada, Age = 36 }", a.ToString());
        var (name, age) = a;
        Check.Equal(("Ada", 36), (name, age));
        Check.Equal(new PointRecord(1, 2), new PointRecord(1, 2));
    }

    [TargetTest]
    public static void PatternMatching()
    {
        Check.Equal("null", Classify(null));
        Check.Equal("small 3", Classify(3));
        Check.Equal("big", Classify(300));
        Check.Equal("empty text", Classify(""));
        Check.Equal("text of 5", Classify("hello"));
        Check.Equal("adult Bob", Classify(new Person("Bob", 40)));
        Check.Equal("list 1..3", Classify(new[] { 1, 2, 3 }));
        Check.Equal("other", Classify(2.5));

        static string Classify(object? o) => o switch
        {
            null => "null",
            int n and >= 0 and < 100 => $"small {n}",
            int => "big",
            "" => "empty text",
            string { Length: var length } => $"text of {length}",
            Person { Age: > 18, Name: var name } => $"adult {name}",
            int[] and [var first, .., var last] => $"list {first}..{last}",
            _ => "other",
        };
    }

    [TargetTest]
    public static void Iterators()
    {
        Check.Sequence([0, 1, 1, 2, 3, 5, 8], Fibonacci().Take(7));
        var disposed = false;
        foreach (var n in WithCleanup(() => disposed = true))
        {
            if (n == 2)
            {
                break;
            }
        }

        Check.True(disposed);

        static IEnumerable<int> Fibonacci()
        {
            var (a, b) = (0, 1);
            while (true)
            {
                yield return a;
                (a, b) = (b, a + b);
            }
        }

        static IEnumerable<int> WithCleanup(Action cleanup)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    yield return i;
                }
            }
            finally
            {
                cleanup();
            }
        }
    }

    [TargetTest]
    public static void Closures()
    {
        var counters = Enumerable.Range(0, 3).Select(i => (Func<int>)(() => i++)).ToArray();
        counters[1]();
        counters[1]();
        Check.Sequence([0, 3, 2], counters.Select(c => c()));
    }

    [TargetTest]
    public static void LocalFunctionsAndRecursion()
    {
        Check.Equal(120L, Factorial(5));

        static long Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
    }

    [TargetTest]
    public static void StaticInitialisersRunOnceAndInOrder()
    {
        Check.Equal(0, Initialised.Runs);
        Check.Equal("first,second", Touch());
        Check.Equal("first,second", Touch());
        Check.Equal(1, Initialised.Runs);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static string Touch() => string.Join(",", Lazily.Order);
    }

    [TargetTest]
    public static void FailingStaticInitialiser()
    {
        var first = Check.Throws<TypeInitializationException>(() => Failing.Touch());
        Check.True(first.InnerException is CodedException);
        Check.Throws<TypeInitializationException>(() => Failing.Touch());
    }

    [TargetTest]
    public static void ThreadStatics()
    {
        t_number = 5;
        t_text = "five";
        Check.Equal((5, "five"), (t_number, t_text));
        using var local = new ThreadLocal<int>(() => 9);
        Check.Equal(9, local.Value);
    }

    [TargetTest]
    public static void EnumNamesAndParsing()
    {
        Check.Equal("Middle", Level.Middle.ToString());
        Check.Equal("7", ((Level)7).ToString());
        Check.Equal("Both", (Access.Read | Access.Write).ToString());
        Check.Equal(Level.High, Enum.Parse<Level>("High"));
        Check.True(!Enum.TryParse<Level>("Absent", out _));
        Check.Sequence(["Low", "Middle", "High"], Enum.GetNames<Level>());
        Check.True(Access.Both.HasFlag(Access.Write));
    }

    [TargetTest]
    public static void BoxingCopies()
    {
        var point = new MutablePoint { X = 1 };
        object boxed = point;
        point.X = 2;
        Check.Equal(1, ((MutablePoint)boxed).X);
        ((IMovable)boxed).Move();
        Check.Equal(11, ((MutablePoint)boxed).X);
    }

    [TargetTest]
    public static void NullableValues()
    {
        int? none = null, three = 3;
        Check.True(!none.HasValue);
        Check.Equal(4, none ?? three + 1);
        object? boxed = none;
        Check.True(boxed is null);
        Check.Equal(3, (int)(object)three!);
        Check.True(none < three is false && null == none);
    }

    [TargetTest]
    public static void TuplesAndDeconstruction()
    {
        var (a, (b, c)) = (1, ("two", 3.0));
        Check.Equal("1two3", $"{a}{b}{c}");
        (int, int, int, int, int, int, int, int, int) nine = (1, 2, 3, 4, 5, 6, 7, 8, 9);
        Check.Equal(9, nine.Item9);
        Check.True((1, "a").CompareTo((1, "b")) < 0);
    }

    [TargetTest]
    public static void RefReturnsAndRefStructs()
    {
        var array = new[] { 1, 2, 3 };
        ref var largest = ref Largest(array);
        largest = 30;
        Check.Sequence([1, 2, 30], array);
        var reader = new Reader("abc");
        Check.Equal('a', reader.Next());
        Check.Equal('b', reader.Next());

        static ref int Largest(int[] values)
        {
            ref var best = ref values[0];
            foreach (ref var v in values.AsSpan())
            {
                if (v > best)
                {
                    best = ref v;
                }
            }

            return ref best;
        }
    }

    [TargetTest]
    public static void OperatorsAndConversions()
    {
        var sum = new Money(150) + new Money(75);
        Check.Equal("2.25", sum.ToString());
        Check.True(sum > new Money(200));
        Check.Equal(225L, (long)sum);
        Money fromInt = 3;
        Check.Equal("3.00", fromInt.ToString());
    }

    [TargetTest]
    public static void IndexersRangesAndCollectionExpressions()
    {
        int[] all = [1, 2, .. Enumerable.Range(3, 3), 6];
        Check.Sequence([1, 2, 3, 4, 5, 6], all);
        Check.Sequence([5, 6], all[^2..]);
        Check.Equal("llo", "hello"[2..]);
        List<int> list = [9, .. all[..2]];
        Check.Sequence([9, 1, 2], list);
    }

    [TargetTest]
    public static void MultidimensionalAndJaggedArrays()
    {
        var grid = new int[3, 4];
        for (var i = 0; i < 12; i++)
        {
            grid[i / 4, i % 4] = i;
        }

        Check.Equal(66, grid.Cast<int>().Sum());
        Check.Equal(4, grid.GetLength(1));
        string[][] jagged = [["a"], ["b", "c"]];
        Check.Equal("abc", string.Concat(jagged.SelectMany(r => r)));
    }

    [TargetTest]
    public static void HomogeneousFloatStructs()
    {
        var v = Scale(new Vector4f(1, 2, 3, 4), 2);
        Check.Equal(new Vector4f(2, 4, 6, 8), v);
        var d = Sum(new Two(1.5, 2.5), new Two(10, 20), 1, new Two(100, 200));
        Check.Equal(new Two(112.5, 223.5), d);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Vector4f Scale(Vector4f v, float f) => new(v.A * f, v.B * f, v.C * f, v.D * f);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Two Sum(Two a, Two b, int n, Two c) => new(a.X + b.X + n + c.X, a.Y + b.Y + n + c.Y);
    }

    [TargetTest]
    public static void ManyArgumentsOfMixedKinds()
    {
        Check.Equal("1,2,3,4,5,6,7,8,9,10,0.5,1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5,s,(1, 2)", Join(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5f, "s", (1L, 2L)));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static string Join(
            int a, int b, int c, int d, int e, int f, int g, int h, byte i, short j,
            double k, double l, double m, double n, double o, double p, double q, double r, float s, string t, (long, long) u) =>
            string.Join(",", a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
    }

    [TargetTest]
    public static void DynamicInterfaceCastingThroughAttributes() =>
        Check.True(typeof(Person).GetInterfaces().Any(i => i == typeof(IEquatable<Person>)));

    private sealed record Person(string Name, int Age);

    private readonly record struct PointRecord(int X, int Y);

    private readonly record struct Vector4f(float A, float B, float C, float D);

    private readonly record struct Two(double X, double Y);

    private interface IMovable
    {
        void Move();
    }

    private struct MutablePoint : IMovable
    {
        public int X;

        public void Move() => X += 10;
    }

    private ref struct Reader(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _at;

        public char Next() => _text[_at++];
    }

    private readonly struct Money(long cents)
    {
        private readonly long _cents = cents;

        public static Money operator +(Money a, Money b) => new(a._cents + b._cents);

        public static bool operator >(Money a, Money b) => a._cents > b._cents;

        public static bool operator <(Money a, Money b) => a._cents < b._cents;

        public static explicit operator long(Money m) => m._cents;

        public static implicit operator Money(int units) => new(units * 100L);

        public override string ToString() => $"{_cents / 100}.{_cents % 100:D2}";
    }

    private static class Initialised
    {
        public static int Runs;
    }

    private static class Lazily
    {
        public static readonly List<string> Order = [];

        static Lazily()
        {
            Order.Add("first");
            Order.Add("second");
            Initialised.Runs++;
        }
    }

    private static class Failing
    {
        private static readonly int Value = ExceptionTests.Opaque(1) == 1 ? throw new CodedException(1) : 1;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static int Touch() => Value;
    }
}
