// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Serialization;

namespace SeL4.Trimmed;

/// <summary>Reflection over types that the compiler can see: it keeps what the code can ask for.</summary>
public static class Reflected
{
    /// <summary>A method that nothing calls, of a type in the source.</summary>
    public static string? InvokeMethod() => (string?)typeof(WithMethod).GetMethod("Hello")?.Invoke(null, null);

    /// <summary>A property and a field that nothing reads.</summary>
    public static string ReadMembers()
    {
        var value = new WithMembers();
        return $"{typeof(WithMembers).GetProperty("Number")?.GetValue(value)} {typeof(WithMembers).GetField("Text")?.GetValue(value)}";
    }

    /// <summary>A type by the name of a constant.</summary>
    public static string? FindType() => Type.GetType("SeL4.Trimmed.ByName, SeL4.Trimmed")?.Name;

    /// <summary>The constructors of a type that is passed to an annotated parameter.</summary>
    public static int CountConstructors() => Count(typeof(WithConstructor));

    /// <summary>An object made with a constructor that nothing calls.</summary>
    public static string? Create() => Activator.CreateInstance(typeof(WithArgument), 5)?.ToString();

    /// <summary>Two of three strings.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Queries over reference types need no new code.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Queries over reference types need no new code.")]
    public static string Query(string[] words) => string.Join(' ', words.AsQueryable().Where(w => w.Length > 1).OrderBy(w => w));

    /// <summary>Throws NotSupportedException: the instances for value types would need code that is not there.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "That it throws is what is wanted.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "That it throws is what is wanted.")]
    public static int QueryValues(int[] numbers) => numbers.AsQueryable().Where(n => n > 1).Count();

    /// <summary>An expression that is interpreted, with a variable of the caller's.</summary>
    public static int Interpret(int addend)
    {
        Expression<Func<int, int>> expression = n => n * 2 + addend;
        return expression.Compile()(20);
    }

    /// <summary>A document, and back.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(Item))]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The members are kept by name.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The serializer interprets.")]
    public static string Xml()
    {
        var serializer = new XmlSerializer(typeof(Item));
        using var written = new StringWriter();
        serializer.Serialize(written, new Item { Name = "n", Count = 3 });
        using var read = new StringReader(written.ToString());
        var item = (Item)serializer.Deserialize(read)!;
        return $"{item.Name} {item.Count}";
    }

    /// <summary>Throws InvalidOperationException: serialization by reflection has to be asked for.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "That it throws is what is wanted.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "That it throws is what is wanted.")]
    public static string JsonByDefault() => JsonSerializer.Serialize(new Item { Name = "n", Count = 3 });

    /// <summary>Asks for it.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(Item))]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The members are kept by name.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The serializer interprets.")]
    public static string Json() => JsonSerializer.Serialize(
        new Item { Name = "n", Count = 3 }, new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    private static int Count([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) =>
        type.GetConstructors().Length;
}
