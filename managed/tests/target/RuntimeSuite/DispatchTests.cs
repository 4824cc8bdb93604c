// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

/// <summary>Interface, virtual, generic and delegate calls.</summary>
internal static class DispatchTests
{
    private interface IShape
    {
        int Sides { get; }

        string Describe(int a, long b, double c, string d, float e, byte f, object g, int h, int i, double j) =>
            $"{Sides}:{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}";
    }

    private interface IGenericShape<T>
    {
        T Make(int n);
    }

    private interface ICovariant<out T>
    {
        T Value { get; }
    }

    private interface IContravariant<in T>
    {
        string Accept(T value);
    }

    private interface IStaticAbstract<TSelf>
        where TSelf : IStaticAbstract<TSelf>
    {
        static abstract string Name { get; }

        static virtual int Number => 41;
    }

    [TargetTest]
    public static void MonomorphicSite()
    {
        var shape = new Polygon<Tag0>(3);
        for (var i = 0; i < 1000; i++)
        {
            Check.Equal(3, SidesOf(shape));
        }
    }

    [TargetTest]
    public static void PolymorphicSite()
    {
        IShape[] shapes = [new Polygon<Tag0>(3), new Polygon<Tag1>(4), new Circle(), new Value(7)];
        for (var round = 0; round < 100; round++)
        {
            Check.Equal(3, SidesOf(shapes[0]));
            Check.Equal(4, SidesOf(shapes[1]));
            Check.Equal(0, SidesOf(shapes[2]));
            Check.Equal(7, SidesOf(shapes[3]));
        }
    }

    [TargetTest]
    public static void MegamorphicSite()
    {
        // More types than a call site's cache takes: those beyond resolve each time, all correctly.
        var shapes = new List<IShape>();
        AddEach25<Tag0>(shapes);
        AddEach25<Tag1>(shapes);
        AddEach25<int>(shapes);
        AddEach25<long>(shapes);
        AddEach25<Circle>(shapes);
        AddEach25<Value>(shapes);
        Check.Equal(150, shapes.Select(s => s.GetType()).Distinct().Count());
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < shapes.Count; i++)
            {
                Check.Equal(i, SidesOf(shapes[i]));
            }
        }

        static void AddEach25<T>(List<IShape> shapes)
        {
            AddEach5<Wrap0<T>>(shapes);
            AddEach5<Wrap1<T>>(shapes);
            AddEach5<Wrap2<T>>(shapes);
            AddEach5<Wrap3<T>>(shapes);
            AddEach5<Wrap4<T>>(shapes);
        }

        static void AddEach5<T>(List<IShape> shapes)
        {
            shapes.Add(new Polygon<Wrap0<T>>(shapes.Count));
            shapes.Add(new Polygon<Wrap1<T>>(shapes.Count));
            shapes.Add(new Polygon<Wrap2<T>>(shapes.Count));
            shapes.Add(new Polygon<Wrap3<T>>(shapes.Count));
            shapes.Add(new Polygon<Wrap4<T>>(shapes.Count));
        }
    }

    [TargetTest]
    public static void AllArgumentRegistersSurviveTheFirstCall()
    {
        IShape[] shapes = [new Circle(), new Value(2), new Polygon<Tag1>(5)];
        foreach (var shape in shapes)
        {
            var text = shape.Describe(1, 2, 3.5, "four", 5.5f, 6, 'g', 8, 9, 10.5);
            Check.Equal($"{shape.Sides}:123.5four5.56g8910.5", text);
        }
    }

    [TargetTest]
    public static void GenericInterfaceMethods()
    {
        IGenericShape<string> strings = new Maker<string>(n => n.ToString());
        IGenericShape<int> ints = new Maker<int>(n => n * 2);
        IGenericShape<(int, string)> tuples = new Maker<(int, string)>(n => (n, "t"));
        Check.Equal("5", strings.Make(5));
        Check.Equal(10, ints.Make(5));
        Check.Equal((5, "t"), tuples.Make(5));
    }

    [TargetTest]
    public static void Variance()
    {
        ICovariant<string> strings = new Holder<string>("s");
        ICovariant<object> objects = strings;
        Check.Equal("s", objects.Value);
        IContravariant<object> anything = new Acceptor();
        IContravariant<string> narrower = anything;
        Check.Equal("got x", narrower.Accept("x"));
        IEnumerable<object> sequence = new List<string> { "a", "b" };
        Check.Equal(2, sequence.Count());
    }

    [TargetTest]
    public static void StaticAbstractMembers()
    {
        Check.Equal("first 41", Describe<First>());
        Check.Equal("second 2", Describe<Second>());

        static string Describe<T>()
            where T : IStaticAbstract<T> => $"{T.Name} {T.Number}";
    }

    [TargetTest]
    public static void GenericVirtualMethods()
    {
        Visitor[] visitors = [new Visitor(), new TypeNameVisitor()];
        Check.Equal("base 1", visitors[0].Visit(1));
        Check.Equal("Int32 1", visitors[1].Visit(1));
        Check.Equal("String x", visitors[1].Visit("x"));
        Check.Equal("ValueTuple`2 (1, 2)", visitors[1].Visit((1, 2)));
    }

    [TargetTest]
    public static void VirtualCallsAndHiding()
    {
        Base b = new Derived();
        Check.Equal("derived", b.Overridden());
        Check.Equal("base", b.Hidden());
        Check.Equal("hiding", ((Derived)b).Hidden());
        Check.Equal("derived>base", ((Derived)b).CallsBase());
    }

    [TargetTest]
    public static void ExplicitInterfaceImplementation()
    {
        var number = new Value(9);
        Check.Equal(9, ((IShape)number).Sides);
        Check.Equal("Value 9", number.ToString());
    }

    [TargetTest]
    public static void DelegatesToEveryKindOfMethod()
    {
        var shape = new Polygon<Tag0>(6);
        IShape asInterface = shape;
        Func<int> closed = () => asInterface.Sides;
        Func<string> valueMethod = new Value(3).ToString;
        Func<IShape, int> open = SidesOf;
        Func<object?, object?, bool> staticMethod = ReferenceEquals;
        Check.Equal(6, closed());
        Check.Equal("Value 3", valueMethod());
        Check.Equal(6, open(shape));
        Check.True(staticMethod(shape, asInterface));
    }

    [TargetTest]
    public static void MulticastDelegates()
    {
        var log = new List<int>();
        Action<int>? all = n => log.Add(n);
        all += n => log.Add(n * 10);
        Action<int> last = n => log.Add(n * 100);
        all += last;
        all(1);
        all -= last;
        all!(2);
        Check.Sequence([1, 10, 100, 2, 20], log);
        Check.Equal(2, all.GetInvocationList().Length);
    }

    [TargetTest]
    public static void DelegateEqualityLooksThroughStubs()
    {
        var value = new Value(4);
        object boxed = value;
        Func<string> one = boxed.ToString!, two = boxed.ToString!;
        Check.True(one == two);
        Check.Equal(one.GetHashCode(), two.GetHashCode());
        Func<int> left = new Polygon<Tag0>(1).Count, right = new Polygon<Tag0>(1).Count;
        Check.True(left != right);
    }

    [TargetTest]
    public static void DelegateNamesItsMethod()
    {
        Func<IShape, int> function = SidesOf;
        Check.Equal(nameof(SidesOf), function.GetMethodInfo().Name);
        Func<string> onValue = new Value(1).ToString;
        Check.Equal(nameof(ToString), onValue.GetMethodInfo().Name);
    }

    [TargetTest]
    public static void InterfaceMethodThroughReflection()
    {
        var property = typeof(IShape).GetProperty(nameof(IShape.Sides))!;
        Check.Equal(8, (int)property.GetValue(new Polygon<Tag0>(8))!);
        Check.Equal(2, (int)property.GetValue(new Value(2))!);
    }

    [TargetTest]
    public static void CastsToInterfacesAndClasses()
    {
        object o = new Polygon<Tag0>(1);
        Check.True(o is IShape);
        Check.True(o is not IGenericShape<int>);
        Check.True(o as Circle is null);
        Check.True(new Maker<int>(n => n) is IGenericShape<int>);
        Check.True(new int[1] is IList<int>);
        Check.True((object)new int[1] is IList<uint>);
        Check.True(new string[1] is IList<object>);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SidesOf(IShape shape) => shape.Sides;

    private struct Tag0;

    private struct Tag1;

    private struct Wrap0<T>;

    private struct Wrap1<T>;

    private struct Wrap2<T>;

    private struct Wrap3<T>;

    private struct Wrap4<T>;

    private readonly struct Value(int sides) : IShape
    {
        int IShape.Sides => sides;

        public override string ToString() => $"Value {sides}";
    }

    private sealed class First : IStaticAbstract<First>
    {
        public static string Name => "first";
    }

    private sealed class Second : IStaticAbstract<Second>
    {
        public static string Name => "second";

        public static int Number => 2;
    }

    private sealed class Polygon<T>(int sides) : IShape
    {
        public int Sides => sides;

        public int Count() => sides;
    }

    private sealed class Circle : IShape
    {
        public int Sides => 0;
    }

    private sealed class Maker<T>(Func<int, T> make) : IGenericShape<T>
    {
        public T Make(int n) => make(n);
    }

    private sealed class Holder<T>(T value) : ICovariant<T>
    {
        public T Value { get; } = value;
    }

    private sealed class Acceptor : IContravariant<object>
    {
        public string Accept(object value) => $"got {value}";
    }

    private class Visitor
    {
        public virtual string Visit<T>(T value) => $"base {value}";
    }

    private sealed class TypeNameVisitor : Visitor
    {
        public override string Visit<T>(T value) => $"{typeof(T).Name} {value}";
    }

    private class Base
    {
        public virtual string Overridden() => "base";

        public string Hidden() => "base";
    }

    private sealed class Derived : Base
    {
        public override string Overridden() => "derived";

        public new string Hidden() => "hiding";

        public string CallsBase() => $"{Overridden()}>{base.Overridden()}";
    }
}
