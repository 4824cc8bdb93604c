// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

[UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The instantiations are used statically as well.")]
[UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The instantiations are used statically as well.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The instantiations are used statically as well.")]
internal static class ReflectionTests
{
    [TargetTest]
    public static void TypeNames()
    {
        Check.Equal("SeL4.RuntimeSuite.ReflectionTests+Sample", typeof(Sample).FullName);
        Check.Equal("List`1", typeof(List<int>).Name);
        Check.Equal("System.Int32[]", new int[1].GetType().ToString());
        Check.True(typeof(List<string>).IsGenericType);
    }

    [TargetTest]
    public static void MembersAndInvocation()
    {
        var sample = (Sample)Activator.CreateInstance(typeof(Sample), "made")!;
        Check.Equal("made", sample.Name);
        var method = typeof(Sample).GetMethod(nameof(Sample.Join))!;
        Check.Equal("made-3", (string)method.Invoke(sample, [3])!);
        typeof(Sample).GetProperty(nameof(Sample.Name))!.SetValue(sample, "changed");
        Check.Equal("changed", sample.Name);
        var field = typeof(Sample).GetField("_count", BindingFlags.Instance | BindingFlags.NonPublic)!;
        field.SetValue(sample, 12);
        Check.Equal(12, (int)field.GetValue(sample)!);
    }

    [TargetTest]
    public static void InvocationWrapsExceptions()
    {
        var method = typeof(Sample).GetMethod(nameof(Sample.Fail))!;
        var e = Check.Throws<TargetInvocationException>(() => method.Invoke(new Sample("x"), null));
        Check.True(e.InnerException is CodedException);
    }

    [TargetTest]
    public static void MakeGenericTypeAndMethod()
    {
        var pair = typeof(Pair<,>).MakeGenericType(typeof(string), typeof(object));
        Check.Equal(typeof(Pair<string, object>), pair);
        var made = Activator.CreateInstance(pair)!;
        Check.Equal("String/Object", made.ToString());
        var echo = typeof(ReflectionTests).GetMethod(nameof(Echo), BindingFlags.NonPublic | BindingFlags.Static)!;
        Check.Equal("String:s", (string)echo.MakeGenericMethod(typeof(string)).Invoke(null, ["s"])!);
        Check.Equal("Int32:1", Echo(1));
    }

    [TargetTest]
    public static void GenericsOverTypesKnownOnlyAtRunTime()
    {
        // Reference types share code, so an instantiation that nothing uses statically can still be made.
        var type = typeof(Pair<,>).MakeGenericType(typeof(Version), typeof(Uri));
        Check.Equal("Version/Uri", Activator.CreateInstance(type)!.ToString());
    }

    [TargetTest]
    public static void Attributes()
    {
        var description = typeof(Sample).GetCustomAttribute<DescriptionAttribute>();
        Check.Equal("a sample", description?.Description);
        Check.True(typeof(Sample).GetMethod(nameof(Sample.Join))!.IsDefined(typeof(ObsoleteAttribute)));
    }

    [TargetTest]
    public static void AssemblyAndModule()
    {
        Check.Equal("runtime-suite", typeof(Sample).Assembly.GetName().Name);
        Check.True(typeof(object).Assembly.GetName().Name == "System.Private.CoreLib");
    }

    [TargetTest]
    public static void ActivatorWithTypeParameter()
    {
        Check.Equal("Int32/Int64", Make<Pair<int, long>>().ToString());

        static T Make<T>()
            where T : new() => new();
    }

    [TargetTest]
    public static void TypeEqualityAndAssignability()
    {
        Check.True(typeof(IEnumerable<object>).IsAssignableFrom(typeof(List<string>)));
        Check.True(!typeof(IEnumerable<object>).IsAssignableFrom(typeof(List<int>)));
        Check.True(typeof(Enum).IsAssignableFrom(typeof(DayOfWeek)));
        Check.Equal(typeof(int), Nullable.GetUnderlyingType(typeof(int?)));
    }

    private static string Echo<T>(T value) => $"{typeof(T).Name}:{value}";

    [Description("a sample")]
    private sealed class Sample(string name)
    {
        private readonly int _count = name.Length - name.Length;

        public string Name { get; set; } = name;

        [Obsolete("for the test")]
        public string Join(int n) => $"{Name}-{n + _count}";

        public void Fail() => throw new CodedException(_count);
    }

    private sealed class Pair<TFirst, TSecond>
    {
        public override string ToString() => $"{typeof(TFirst).Name}/{typeof(TSecond).Name}";
    }
}
