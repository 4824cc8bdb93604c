// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SeL4.Vm.Tests;

/// <summary>The attributes that a caller's compiler and analyzers act on.</summary>
internal static class PublicApiAttributes
{
    private static readonly Type[] Others = [typeof(FlagsAttribute), typeof(ObsoleteAttribute), typeof(AttributeUsageAttribute)];

    private static readonly Type[] Ignored = [typeof(SuppressMessageAttribute), typeof(ExcludeFromCodeCoverageAttribute)];

    public static string Text(MemberInfo member) => Text(member.CustomAttributes, "");

    public static string Text(ParameterInfo parameter, string target = "") => Text(parameter.CustomAttributes, target);

    private static string Text(IEnumerable<CustomAttributeData> attributes, string target) =>
        string.Concat(attributes.Where(IsPartOfTheApi).Select(a => $"[{target}{Text(a)}] ").Order(StringComparer.Ordinal));

    private static bool IsPartOfTheApi(CustomAttributeData attribute) =>
        (Others.Contains(attribute.AttributeType) && !IsOfTheCompiler(attribute))
        || (attribute.AttributeType.Namespace == typeof(NotNullWhenAttribute).Namespace && !Ignored.Contains(attribute.AttributeType));

    // The compiler marks ref structs and constructors of types with required members for compilers that know neither.
    private static bool IsOfTheCompiler(CustomAttributeData attribute) =>
        attribute.AttributeType == typeof(ObsoleteAttribute) && attribute.ConstructorArguments is [{ Value: string text }, ..]
        && (text.StartsWith("Types with embedded references", StringComparison.Ordinal)
            || text.StartsWith("Constructors of types with required members", StringComparison.Ordinal));

    private static string Text(CustomAttributeData attribute)
    {
        string name = attribute.AttributeType.Name[..^"Attribute".Length];
        string[] arguments =
        [
            .. attribute.ConstructorArguments.Select(Argument),
            .. attribute.NamedArguments.Select(a => $"{a.MemberName} = {Argument(a.TypedValue)}"),
        ];
        return arguments.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    private static string Argument(CustomAttributeTypedArgument argument) => argument.Value is IReadOnlyList<CustomAttributeTypedArgument> list
        ? $"[{string.Join(", ", list.Select(Argument))}]"
        : PublicApiMember.Literal(
            argument.ArgumentType.IsEnum ? Enum.ToObject(argument.ArgumentType, argument.Value!) : argument.Value, argument.ArgumentType);
}
