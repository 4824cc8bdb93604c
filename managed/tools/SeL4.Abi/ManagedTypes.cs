// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeL4.Abi;

/// <summary>What the types of a binding mean to the binary interface, from the metadata of its assembly.</summary>
public static class ManagedTypes
{
    private static readonly Dictionary<Type, CType> Simple = new()
    {
        [typeof(void)] = new CType.Void(),
        [typeof(bool)] = new CType.Boolean(), // with DisableRuntimeMarshalling: one byte
        [typeof(sbyte)] = new CType.Integer(1, Signed: true),
        [typeof(byte)] = new CType.Integer(1, Signed: false),
        [typeof(short)] = new CType.Integer(2, Signed: true),
        [typeof(ushort)] = new CType.Integer(2, Signed: false),
        [typeof(int)] = new CType.Integer(4, Signed: true),
        [typeof(uint)] = new CType.Integer(4, Signed: false),
        [typeof(long)] = new CType.Integer(8, Signed: true),
        [typeof(ulong)] = new CType.Integer(8, Signed: false),
        [typeof(nint)] = new CType.Integer(8, Signed: true),
        [typeof(nuint)] = new CType.Integer(8, Signed: false),
        [typeof(float)] = new CType.Float(4),
        [typeof(double)] = new CType.Float(8),
    };

    /// <summary>The meaning of a type.</summary>
    public static CType Describe(Type type) => Describe(type, depth: 0);

    /// <summary>Fields of a structure with their offsets, and its size.</summary>
    public static (IReadOnlyList<(FieldInfo Field, int Offset)> Fields, int Size) Layout(Type type)
    {
        StructLayoutAttribute? attribute = type.StructLayoutAttribute;
        int pack = attribute?.Pack is > 0 and int given ? given : 8;
        bool isExplicit = type.IsExplicitLayout;
        var fields = new List<(FieldInfo, int)>();
        int end = 0;
        int alignment = 1;
        foreach (FieldInfo field in InstanceFields(type))
        {
            int fieldAlignment = Math.Min(pack, Alignment(field.FieldType));
            int offset = isExplicit
                ? field.GetCustomAttribute<FieldOffsetAttribute>()!.Value
                : (end + fieldAlignment - 1) / fieldAlignment * fieldAlignment;
            fields.Add((field, offset));
            end = Math.Max(end, offset + Size(field.FieldType));
            alignment = Math.Max(alignment, fieldAlignment);
        }

        int repeated = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        int size = fields.Count == 0 ? 1 : (end * repeated + alignment - 1) / alignment * alignment;
        return (fields, Math.Max(size, attribute?.Size ?? 0));
    }

    /// <summary>A type as C# spells it, near enough for a message.</summary>
    /// <param name="type">With its modifiers (<see cref="FieldInfo.GetModifiedFieldType"/>): they hold calling conventions.</param>
    public static string Spell(Type type) => type.IsPointer ? Spell(type.GetElementType()!) + "*"
        : type.IsFunctionPointer ? $"delegate* {Convention(type)}<{string.Join(", ", Signature(type).Select(Spell))}>"
        : type.Name;

    /// <summary>
    /// Every function pointer in a type is C's: <c>delegate* unmanaged[Cdecl]</c>. A managed one has the same size and takes
    /// its arguments and the runtime's state otherwise.
    /// </summary>
    /// <param name="type">With its modifiers (<see cref="FieldInfo.GetModifiedFieldType"/>).</param>
    public static bool CallsAsC(Type type) => type.IsFunctionPointer
        ? Convention(type) == "unmanaged[Cdecl]" && Signature(type).All(CallsAsC)
        : !type.HasElementType || CallsAsC(type.GetElementType()!);

    internal static bool IsEmpty(Type type) => !InstanceFields(type).Any();

    private static IEnumerable<Type> Signature(Type functionPointer) =>
        functionPointer.GetFunctionPointerParameterTypes().Append(functionPointer.GetFunctionPointerReturnType());

    private static string Convention(Type functionPointer)
    {
        const string prefix = "CallConv";
        IEnumerable<string> names = functionPointer.GetFunctionPointerCallingConventions().Select(c => c.Name[prefix.Length..]);
        string list = string.Join(", ", names.Order(StringComparer.Ordinal));
        return !functionPointer.IsUnmanagedFunctionPointer ? "managed" : list.Length == 0 ? "unmanaged" : $"unmanaged[{list}]";
    }

    private static IEnumerable<FieldInfo> InstanceFields(Type type) => type
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .OrderBy(f => f.MetadataToken);

    private static CType Describe(Type type, int depth)
    {
        if (type.IsFunctionPointer)
        {
            return new CType.Function(
                Describe(type.GetFunctionPointerReturnType(), depth),
                [.. type.GetFunctionPointerParameterTypes().Select(p => Describe(p, depth))]);
        }

        if (type.IsPointer)
        {
            return new CType.Pointer(depth > 0 ? new CType.Void() : Describe(type.GetElementType()!, depth + 1));
        }

        if (type.IsEnum)
        {
            var underlying = (CType.Integer)Simple[type.GetEnumUnderlyingType()];
            return new CType.Enumeration(type.Name, underlying.Bytes, underlying.Signed);
        }

        return Simple.TryGetValue(type, out CType? simple) ? simple
            : type.IsValueType && !type.IsPrimitive ? new CType.Structure(type.Name, depth > 0 ? -1 : Layout(type).Size, FloatMembers(type))
            : throw new AbiException($"{type} has no place in a binding: the runtime would marshal it");
    }

    private static int FloatMembers(Type type)
    {
        FieldInfo[] fields = [.. InstanceFields(type)];
        bool floats = fields.Length > 0 && (fields[0].FieldType == typeof(float) || fields[0].FieldType == typeof(double));
        return floats && fields.All(f => f.FieldType == fields[0].FieldType) ? fields.Length : 0;
    }

    private static int Size(Type type) => IsStructure(type) ? Layout(type).Size : Describe(type, depth: 1).Size;

    private static int Alignment(Type type) => IsStructure(type)
        ? InstanceFields(type).Select(f => Alignment(f.FieldType)).DefaultIfEmpty(1).Max()
        : Size(type);

    private static bool IsStructure(Type type) =>
        type.IsValueType && !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsFunctionPointer && !Simple.ContainsKey(type);
}
