// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;

namespace SeL4.Vm.Tests;

/// <summary>Each change that breaks a caller changes the approved text.</summary>
public sealed class PublicApiFormatTests
{
    [Theory]
    [InlineData(typeof(IVariant<,>), "interface SeL4.Vm.Tests.PublicApiFormatTests.IVariant<in TIn, out TOut>")]
    [InlineData(typeof(ReadOnlyStructure), "readonly struct SeL4.Vm.Tests.PublicApiFormatTests.ReadOnlyStructure")]
    [InlineData(typeof(Reference), "ref struct SeL4.Vm.Tests.PublicApiFormatTests.Reference")]
    [InlineData(typeof(ReadOnlyReference), "readonly ref struct SeL4.Vm.Tests.PublicApiFormatTests.ReadOnlyReference")]
    [InlineData(typeof(Open), "class SeL4.Vm.Tests.PublicApiFormatTests.Open : PublicApiFormatTests.Shape")]
    [InlineData(typeof(Narrow), "[Flags] enum SeL4.Vm.Tests.PublicApiFormatTests.Narrow : byte")]
    [InlineData(
        typeof(Constrained<,,,,,>),
        "sealed class SeL4.Vm.Tests.PublicApiFormatTests.Constrained<TClass, TMaybe, TStruct, TBlittable, TNotNull, TNew>"
        + " where TClass : class where TMaybe : class? where TStruct : struct where TBlittable : unmanaged, IDisposable"
        + " where TNotNull : notnull where TNew : new()")]
    [InlineData(
        typeof(Handler<>),
        "delegate string? SeL4.Vm.Tests.PublicApiFormatTests.Handler<T>(in T value, ref int count) where T : allows ref struct")]
    public void Header(Type type, string expected) => Assert.Equal(expected, PublicApi.Describe([type]).Split('\n')[0]);

    [Fact]
    public void Members()
    {
        string expected = string.Join('\n',
        [
            "    protected new(string name)",
            "    virtual event Action? Changed",
            "    protected static readonly string Default",
            "    virtual void Draw()",
            "    override bool Equals(object? obj)",
            "    sealed override int GetHashCode()",
            "    string? this[int index] { get; }",
            "    IReadOnlyList<string?> Items { get; init; }",
            "    const ulong Large = 18446744073709551615",
            "    abstract required string Name { get; set; }",
            "    (ulong Sum, string?) Pair { get; }",
            "    int Width { get; protected set; }",
        ]);
        Assert.Equal(expected, Lines(typeof(Shape)));
    }

    [Fact]
    public void ParametersAndResults()
    {
        string expected = string.Join('\n',
        [
            "    static T Convert<T>(this string text, T? fallback) where T : class, IComparable<T>",
            "    static void Defaults(int number = 3, string? text = \"a\", bool isOn = true, PublicApiFormatTests.Narrow narrow = Narrow.B, int? none = null, TimeSpan time = default)",
            "    static ref readonly int Find(int[] numbers)",
            "    static Dictionary<TKey, (TValue Value, string? Note)>? Index<TKey, TValue>(IReadOnlyList<TKey?>? keys, TValue value, KeyValuePair<TKey, string?>? last) where TKey : unmanaged",
            "    static void Many(params object?[] arguments)",
            "    static void Pass(in int a, ref int b, out int c, ref readonly int d)",
            "    static void Spans(scoped ReadOnlySpan<byte> bytes, params ReadOnlySpan<string> names)",
            "    static bool TryFind(string? key, [NotNullWhen(true)] out string? value)",
        ]);
        Assert.Equal(expected, Lines(typeof(Functions)));
    }

    [Fact]
    public void StructureAndEnumerationMembers()
    {
        Assert.Equal("    readonly int Get()\n    int Value { readonly get; set; }", Lines(typeof(Reference)));
        Assert.Equal("    A = 1\n    B = 2\n    AB = 3", Lines(typeof(Narrow)));
        Assert.Equal("    static abstract void Handle()\n    abstract void Run()\n    virtual void Stop()", Lines(typeof(IMembers)));
    }

    private static string Lines(Type type) => PublicApi.Describe([type]).TrimEnd('\n').Split('\n', 2)[1];

#pragma warning disable CA1044, CA1066, CA1815, CA1819, CA2214, CS0067, CS0649, CS0659, CS0660, CS0661 // Examples that nothing calls.
    public interface IVariant<in TIn, out TOut>
    {
    }

    public interface IMembers
    {
        static abstract void Handle();

        void Run();

        void Stop()
        {
        }
    }

    public delegate string? Handler<T>(in T value, ref int count)
        where T : allows ref struct;

    [Flags]
    public enum Narrow : byte
    {
        B = 2,
        A = 1,
        AB = A | B,
    }

    public readonly struct ReadOnlyStructure
    {
    }

    public ref struct Reference
    {
        public int Value { readonly get; set; }

        public readonly int Get() => Value;
    }

    public readonly ref struct ReadOnlyReference
    {
    }

    public sealed class Constrained<TClass, TMaybe, TStruct, TBlittable, TNotNull, TNew>
        where TClass : class
        where TMaybe : class?
        where TStruct : struct
        where TBlittable : unmanaged, IDisposable
        where TNotNull : notnull
        where TNew : new()
    {
    }

    public abstract class Shape
    {
        public const ulong Large = ulong.MaxValue;

        protected static readonly string Default = "";

        protected Shape(string name) => Items = [name];

        public virtual event Action? Changed;

        public abstract required string Name { get; set; }

        public IReadOnlyList<string?> Items { get; init; }

        public int Width { get; protected set; }

        public (ulong Sum, string?) Pair => default;

        public string? this[int index] => Items[index];

        public virtual void Draw()
        {
        }

        public override bool Equals(object? obj) => false;

        public sealed override int GetHashCode() => 0;
    }

    public class Open : Shape
    {
        public Open()
            : base("")
        {
        }

        public override required string Name { get; set; } = "";
    }
}

/// <summary>Examples for <see cref="PublicApiFormatTests"/>: an extension method must be in a class of its own.</summary>
public static class Functions
{
    public static T Convert<T>(this string text, T? fallback)
        where T : class, IComparable<T> => fallback!;

    public static void Defaults(
        int number = 3,
        string? text = "a",
        bool isOn = true,
        PublicApiFormatTests.Narrow narrow = PublicApiFormatTests.Narrow.B,
        int? none = null,
        TimeSpan time = default)
    {
    }

    public static ref readonly int Find(int[] numbers) => ref numbers[0];

    public static Dictionary<TKey, (TValue Value, string? Note)>? Index<TKey, TValue>(
        IReadOnlyList<TKey?>? keys,
        TValue value,
        KeyValuePair<TKey, string?>? last)
        where TKey : unmanaged => null;

    public static void Many(params object?[] arguments)
    {
    }

    public static void Pass(in int a, ref int b, out int c, ref readonly int d) => c = 0;

    public static void Spans(scoped ReadOnlySpan<byte> bytes, params ReadOnlySpan<string> names)
    {
    }

    public static bool TryFind(string? key, [NotNullWhen(true)] out string? value)
    {
        value = key;
        return value is not null;
    }
}
