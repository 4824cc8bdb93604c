// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Reflection;
using System.Text;

namespace SeL4.Vm.Tests;

/// <summary>
/// The public API of an assembly as text, for people to review: types by name, members by name, members of an enumeration by
/// value. Whatever breaks a caller when it changes is in the text.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly) => Describe(assembly.GetTypes().Where(IsVisible));

    public static string Describe(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (Type type in types.OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(PublicApiType.Header(type)).Append('\n');
            foreach (MemberInfo member in Members(type))
            {
                text.Append("    ").Append(PublicApiMember.Declaration(member)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Members that a caller could only use with <c>unsafe</c>.</summary>
    public static IEnumerable<string> UnsafeMembers(Assembly assembly) =>
        from type in assembly.GetTypes().Where(IsVisible)
        from member in type.GetMembers(Declared).Where(IsVisible)
        where TypesOf(member).Any(t => t.IsPointer || t.IsFunctionPointer || (t.HasElementType && t.GetElementType()!.IsPointer))
        select $"{type.FullName}: {PublicApiMember.Declaration(member)}";

    /// <summary>Callers outside the assembly can name it.</summary>
    internal static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo method => IsVisible((MethodBase)method)
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        MethodBase constructor => IsVisible(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo @event => IsVisible((MethodBase)@event.AddMethod!),
        FieldInfo field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName,
        _ => false,
    };

    private static IEnumerable<MemberInfo> Members(Type type)
    {
        // A delegate is in its header.
        MemberInfo[] members = PublicApiType.IsDelegate(type) ? [] : [.. type.GetMembers(Declared).Where(IsVisible)];
        return type.IsEnum
            ? members.Cast<FieldInfo>().OrderBy(f => Value(f)).ThenBy(f => f.Name, StringComparer.Ordinal)
            : members.OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(PublicApiMember.Declaration, StringComparer.Ordinal);
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
        MethodBase method => method.GetParameters().Select(p => p.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static Int128 Value(FieldInfo constant) => constant.GetRawConstantValue() is ulong large
        ? large : Convert.ToInt64(constant.GetRawConstantValue(), CultureInfo.InvariantCulture);
}
