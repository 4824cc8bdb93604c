// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.CompilerServices;

namespace SeL4.Vm.Tests;

/// <summary>Types as C# writes them: their headers, and their names where members use them.</summary>
internal static class PublicApiType
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type's declaration without its members. That of a delegate is whole.</summary>
    public static string Header(Type type)
    {
        string name = $"{type.Namespace}.{Name(type)}";
        string attributes = PublicApiAttributes.Text(type);
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{attributes}delegate {PublicApiMember.Result(invoke)} {name}({PublicApiMember.Parameters(invoke)}){Constraints(type)}";
        }

        string[] bases = [.. Bases(type)];
        return $"{attributes}{Kind(type)} {name}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}{Constraints(type)}";
    }

    public static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    /// <summary>A type's name with its arguments, where nothing more is noted about it.</summary>
    public static string Name(Type type) => Name(type, PublicApiAnnotations.None);

    /// <summary>A type's name with its arguments.</summary>
    /// <param name="type">The type.</param>
    /// <param name="annotations">What the compiler notes about this use of it.</param>
    public static string Name(Type type, PublicApiAnnotations annotations)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, annotations);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying, annotations) + "?";
        }

        // Value types that are not generic have no flag.
        bool isFlagged = !type.IsValueType || type.IsGenericType || type.IsGenericParameter;
        string mark = isFlagged && annotations.NextFlag() == PublicApiAnnotations.Annotated ? "?" : "";
        return Bare(type, annotations) + mark;
    }

    /// <summary>What may stand for the type parameters of a type or a method.</summary>
    public static string Constraints(MemberInfo generic)
    {
        Type[] parameters = Arguments(generic);
        return string.Concat(parameters.Select(p => (p.Name, List: string.Join(", ", Constraints(p, generic))))
            .Where(p => p.List.Length > 0).Select(p => $" where {p.Name} : {p.List}"));
    }

    /// <summary>Type parameters in angle brackets.</summary>
    public static string Generics(MemberInfo generic) =>
        Arguments(generic) is { Length: > 0 } list ? $"<{string.Join(", ", list.Select(t => Variance(t) + Name(t)))}>" : "";

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => (Has<IsReadOnlyAttribute>(type) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : "struct"),
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsNestedFamily ? "protected " : "") + (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class",
    };

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [Name(type.GetEnumUnderlyingType())];
        }

        IEnumerable<string> interfaces = type.GetInterfaces().Where(i => i.IsVisible).Select(i => Name(i)).Order(StringComparer.Ordinal);
        return type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? interfaces.Prepend(Name(b)) : interfaces;
    }

    private static string Bare(Type type, PublicApiAnnotations annotations)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!, annotations)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Name(type.GetElementType()!, annotations) + "*";
        }

        if (IsTuple(type))
        {
            return $"({string.Join(", ", TupleElements(type, annotations))})";
        }

        string outer = type is { IsNested: true, IsGenericParameter: false } ? Bare(type.DeclaringType!, PublicApiAnnotations.None) + "." : "";
        string name = outer + type.Name.Split('`')[0];
        return !type.IsGenericType ? name
            : type.IsGenericTypeDefinition ? name + Generics(type)
            : $"{name}<{string.Join(", ", ArgumentNames(type, annotations))}>";
    }

    private static bool IsTuple(Type type) => type.IsGenericType
        && type.GetGenericTypeDefinition().FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    private static List<string> TupleElements(Type type, PublicApiAnnotations annotations)
    {
        // The names of a tuple come before those of tuples inside it.
        string?[] own = [.. type.GetGenericArguments().Select(_ => annotations.NextName())];
        return [.. ArgumentNames(type, annotations).Zip(own, (t, name) => name is null ? t : $"{t} {name}")];
    }

    private static IEnumerable<string> ArgumentNames(Type type, PublicApiAnnotations annotations) =>
        type.GetGenericArguments().Select(t => Name(t, annotations)).ToList();

    private static Type[] Arguments(MemberInfo generic) => generic switch
    {
        Type { IsGenericTypeDefinition: true } type => type.GetGenericArguments(),
        MethodInfo { IsGenericMethodDefinition: true } method => method.GetGenericArguments(),
        _ => [],
    };

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out ",
            GenericParameterAttributes.Contravariant => "in ",
            _ => "",
        };

    private static IEnumerable<string> Constraints(Type parameter, MemberInfo generic)
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        byte nullable = PublicApiAnnotations.Of(parameter, generic).NextFlag();
        if (isStruct)
        {
            yield return Has<IsUnmanagedAttribute>(parameter) ? "unmanaged" : "struct";
        }
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return nullable == PublicApiAnnotations.Annotated ? "class?" : "class";
        }
        else if (nullable == PublicApiAnnotations.NotAnnotated && parameter.GetGenericParameterConstraints().Length == 0)
        {
            yield return "notnull";
        }

        foreach (Type constraint in parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)))
        {
            yield return Name(constraint);
        }

        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            yield return "new()";
        }

        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            yield return "allows ref struct";
        }
    }

    private static bool Has<TAttribute>(Type type)
        where TAttribute : Attribute => type.IsDefined(typeof(TAttribute), inherit: false);
}
