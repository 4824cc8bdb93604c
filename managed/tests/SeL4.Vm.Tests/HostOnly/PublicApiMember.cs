// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Tests;

/// <summary>Members of types as C# writes them, without <c>public</c>.</summary>
internal static class PublicApiMember
{
    public static string Declaration(MemberInfo member) => PublicApiAttributes.Text(member) + member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)}new({Parameters(constructor)})",
        MethodInfo method => $"{Modifiers(method, IsReadOnlyMember(method))}{Result(method)} {method.Name}{PublicApiType.Generics(method)}"
            + $"({Parameters(method)}){PublicApiType.Constraints(method)}",
        PropertyInfo property => Property(property),
        EventInfo @event => $"{Modifiers(@event.AddMethod!, isReadOnly: false)}event {PublicApiType.Name(@event.EventHandlerType!, PublicApiAnnotations.Of(@event, @event.DeclaringType))} {@event.Name}",
        FieldInfo field => Field(field),
        _ => member.ToString()!,
    };

    /// <summary>What a method returns.</summary>
    public static string Result(MethodInfo method)
    {
        string attributes = PublicApiAttributes.Text(method.ReturnParameter, "return: ");
        return attributes + ByReference(method.ReturnType, IsReadOnly(method.ReturnParameter))
            + PublicApiType.Name(method.ReturnType, PublicApiAnnotations.Of(method.ReturnParameter));
    }

    /// <summary>The parameters of a method, without parentheses.</summary>
    public static string Parameters(MethodBase method)
    {
        bool isExtension = method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        return string.Join(", ", method.GetParameters().Select((p, i) => (isExtension && i == 0 ? "this " : "") + Parameter(p)));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string value = parameter.HasDefaultValue ? " = " + Literal(parameter.DefaultValue, parameter.ParameterType) : "";
        return PublicApiAttributes.Text(parameter) + ParameterModifiers(parameter)
            + PublicApiType.Name(parameter.ParameterType, PublicApiAnnotations.Of(parameter)) + $" {parameter.Name}{value}";
    }

    private static string ParameterModifiers(ParameterInfo parameter)
    {
        bool isParams = Has<ParamArrayAttribute>(parameter) || Has<ParamCollectionAttribute>(parameter);
        string reference = !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : Has<RequiresLocationAttribute>(parameter) ? "ref readonly "
            : IsReadOnly(parameter) ? "in " : "ref ";
        bool isScoped = parameter.CustomAttributes.Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.ScopedRefAttribute");
        return (isParams ? "params " : "") + (isScoped && !isParams ? "scoped " : "") + reference;
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(PublicApi.IsVisible)];
        MethodInfo widest = accessors.OrderBy(a => Access(a).Length).First();
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        string type = ByReference(property.PropertyType, property.PropertyType.IsByRef && IsReadOnly(accessors[0].ReturnParameter))
            + PublicApiType.Name(property.PropertyType, PublicApiAnnotations.Of(property, property.DeclaringType));
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        bool isReadOnly = accessors.All(IsReadOnlyMember);
        string list = string.Concat(accessors.Select(a => (Access(a) == Access(widest) ? "" : Access(a)) + Accessor(property, a, isReadOnly)));
        return $"{Modifiers(widest, isReadOnly)}{required}{type} {name} {{ {list}}}";
    }

    private static string Accessor(PropertyInfo property, MethodInfo accessor, bool isReadOnlyProperty)
    {
        bool isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return (IsReadOnlyMember(accessor) && !isReadOnlyProperty ? "readonly " : "")
            + (accessor == property.GetMethod ? "get; " : isInit ? "init; " : "set; ");
    }

    private static string Field(FieldInfo field)
    {
        string access = field.IsFamily ? "protected " : field.IsFamilyOrAssembly ? "protected internal " : "";
        string type = PublicApiType.Name(field.FieldType, PublicApiAnnotations.Of(field, field.DeclaringType));
        if (field.IsLiteral)
        {
            return field.DeclaringType!.IsEnum
                ? $"{field.Name} = {Literal(field.GetRawConstantValue(), field.DeclaringType.GetEnumUnderlyingType())}"
                : $"{access}const {type} {field.Name} = {Literal(field.GetRawConstantValue(), field.FieldType)}";
        }

        string required = field.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{required}{type} {field.Name}";
    }

    private static string Access(MethodBase method) => method.IsFamily ? "protected " : method.IsFamilyOrAssembly ? "protected internal " : "";

    private static string Modifiers(MethodInfo method, bool isReadOnly) =>
        Access(method) + (method.IsStatic ? "static " : "") + Dispatch(method) + (isReadOnly ? "readonly " : "");

    private static string Dispatch(MethodInfo method)
    {
        bool overrides = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        return method switch
        {
            { IsAbstract: true } => overrides ? "abstract override " : "abstract ",
            { IsVirtual: false } => "",
            { IsFinal: true } => overrides ? "sealed override " : "", // final and not overriding: it implements an interface
            _ => overrides ? "override " : "virtual ",
        };
    }

    // All members of a readonly structure are.
    private static bool IsReadOnlyMember(MethodInfo method) => method.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);

    private static string ByReference(Type type, bool isReadOnly) => !type.IsByRef ? "" : isReadOnly ? "ref readonly " : "ref ";

    private static bool IsReadOnly(ParameterInfo parameter) =>
        Has<IsReadOnlyAttribute>(parameter) || parameter.GetRequiredCustomModifiers().Contains(typeof(InAttribute));

    private static bool Has<TAttribute>(ParameterInfo parameter)
        where TAttribute : Attribute => parameter.IsDefined(typeof(TAttribute), inherit: false);

    /// <summary>A constant as C# writes it, near enough to see a change.</summary>
    internal static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text}\"",
        char letter => $"'{letter}'",
        Type named => $"typeof({PublicApiType.Name(named)})",
        Enum member => $"{member.GetType().Name}.{member}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
