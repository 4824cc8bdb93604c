// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.CompilerServices;

namespace SeL4.Vm.Tests;

/// <summary>
/// What the compiler notes beside a use of a type: which parts of it may be null, and names of elements of tuples. Both come
/// in the order in which the parts are written.
/// </summary>
internal sealed class PublicApiAnnotations
{
    /// <summary>The compiler's flag for <c>?</c> (Roslyn's docs/features/nullable-metadata.md).</summary>
    public const byte Annotated = 2;

    /// <summary>The compiler's flag for a reference type or type parameter without <c>?</c>.</summary>
    public const byte NotAnnotated = 1;

    private const string Own = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Context = "System.Runtime.CompilerServices.NullableContextAttribute";

    private readonly byte[] _flags;
    private readonly string?[] _names;
    private int _nextFlag;
    private int _nextName;

    private PublicApiAnnotations(byte[] flags, string?[] names)
    {
        _flags = flags;
        _names = names;
    }

    /// <summary>Of a type that carries none.</summary>
    public static PublicApiAnnotations None => new([0], []);

    /// <summary>Of the type of a property, a field, an event or a type parameter.</summary>
    public static PublicApiAnnotations Of(MemberInfo member, MemberInfo? scope) => Of(member.CustomAttributes, scope);

    /// <summary>Of the type of a parameter or a result.</summary>
    public static PublicApiAnnotations Of(ParameterInfo parameter) => Of(parameter.CustomAttributes, parameter.Member);

    /// <summary>The flag of the next part.</summary>
    public byte NextFlag() => _flags.Length == 1 ? _flags[0] : _nextFlag < _flags.Length ? _flags[_nextFlag++] : (byte)0;

    /// <summary>The name of the next element of a tuple.</summary>
    public string? NextName() => _nextName < _names.Length ? _names[_nextName++] : null;

    private static PublicApiAnnotations Of(IEnumerable<CustomAttributeData> attributes, MemberInfo? scope)
    {
        byte[]? flags = Flags(attributes, Own);
        for (; flags is null && scope is not null; scope = scope.DeclaringType)
        {
            flags = Flags(scope.CustomAttributes, Context);
        }

        CustomAttributeData? names = attributes.FirstOrDefault(a => a.AttributeType == typeof(TupleElementNamesAttribute));
        return new PublicApiAnnotations(flags ?? [0], names is null ? [] : [.. Values<string?>(names)]);
    }

    private static byte[]? Flags(IEnumerable<CustomAttributeData> attributes, string name)
    {
        CustomAttributeData? attribute = attributes.FirstOrDefault(a => a.AttributeType.FullName == name);
        return attribute is null ? null
            : attribute.ConstructorArguments[0].Value is byte flag ? [flag]
            : [.. Values<byte>(attribute)];
    }

    private static IEnumerable<T> Values<T>(CustomAttributeData attribute) =>
        ((IReadOnlyList<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(a => (T)a.Value!);
}
