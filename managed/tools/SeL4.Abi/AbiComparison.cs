// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SeL4.Abi;

/// <summary>Compares bindings with the headers they stand for. Each difference is a text with both declarations.</summary>
public sealed class AbiComparison
{
    private readonly CDeclarations _c;
    private readonly CTypeParser _parser;
    private readonly string _library;
    private readonly List<string> _differences = [];

    private AbiComparison(CDeclarations declarations, string library)
    {
        _c = declarations;
        _parser = new CTypeParser(declarations);
        _library = library;
    }

    /// <summary>The names of constants of a binding, which stand for macros.</summary>
    public static IEnumerable<string> ConstantsOf(IEnumerable<Type> types) =>
        Classes(types).SelectMany(ConstantFields).Select(f => f.Name);

    /// <summary>Every difference between the types of a binding and the headers.</summary>
    /// <param name="declarations">What the headers declare.</param>
    /// <param name="types">Structures, enumerations, and classes with functions and constants.</param>
    /// <param name="library">The library that functions must be imported from.</param>
    public static IReadOnlyList<string> Compare(CDeclarations declarations, IEnumerable<Type> types, string library)
    {
        var comparison = new AbiComparison(declarations, library);
        foreach (Type type in types)
        {
            comparison.Check(type);
        }

        return comparison._differences;
    }

    /// <summary>Functions of the headers that no binding has.</summary>
    public static IEnumerable<CFunction> Missing(CDeclarations declarations, IEnumerable<Type> types, Func<CFunction, bool> wanted)
    {
        var bound = Classes(types).SelectMany(Imports).Select(m => m.Name).ToHashSet();
        return declarations.Functions.Values.Where(f => !f.IsInline && wanted(f) && !bound.Contains(f.Name));
    }

    private static IEnumerable<Type> Classes(IEnumerable<Type> types) => types.Where(t => t.IsClass);

    private static IEnumerable<MethodInfo> Imports(Type type) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(m => m.Attributes.HasFlag(MethodAttributes.PinvokeImpl));

    private static IEnumerable<FieldInfo> ConstantFields(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(f => f.IsLiteral);

    private void Check(Type type)
    {
        if (type.IsEnum)
        {
            CheckEnum(type);
        }
        else if (type.IsValueType)
        {
            CheckStructure(type);
        }
        else
        {
            Imports(type).ToList().ForEach(CheckFunction);
            ConstantFields(type).ToList().ForEach(CheckConstant);
        }
    }

    private void CheckStructure(Type type)
    {
        if (_c.FindRecord(type.Name) is not { } record)
        {
            Differ("the headers have no such structure", "-", Declaration(type));
            return;
        }

        if (ManagedTypes.IsEmpty(type))
        {
            Expect(!record.IsComplete, "the binding lacks the structure's fields", record, type);
            return;
        }

        (IReadOnlyList<(FieldInfo Field, int Offset)> fields, int size) = ManagedTypes.Layout(type);
        Expect(record.Size == size, $"size {record.Size} in C, {size} in C#", record, type);
        Expect(record.Fields.Count == fields.Count, "another number of fields", record, type);
        foreach ((CField c, (FieldInfo field, int offset)) in record.Fields.Zip(fields))
        {
            Expect(c.Name == field.Name, $"field {c.Name} is {field.Name}", record, type);
            Expect(c.Offset == offset, $"offset of {c.Name}: {c.Offset} in C, {offset} in C#", record, type);
            Expect(FieldFits(_parser.Parse(c.Type), field.FieldType), $"type of {c.Name}", record, type);
            Expect(ManagedTypes.CallsAsC(field.GetModifiedFieldType()), $"calling convention of {c.Name}", record, type);
        }
    }

    private static bool FieldFits(CType c, Type type) => c is CType.Array array
        ? array.Size == ManagedTypes.Describe(type).Size
        : Fits(c, ManagedTypes.Describe(type));

    private void CheckEnum(Type type)
    {
        if (_c.FindEnum(type.Name) is not { } c)
        {
            Differ("the headers have no such enumeration", "-", Declaration(type));
            return;
        }

        var underlying = (CType.Enumeration)ManagedTypes.Describe(type);
        Expect(c.Size == underlying.Bytes && c.IsSigned == underlying.Signed, "underlying type", c, type);
        Dictionary<string, Int128> values = type.GetFields(BindingFlags.Static | BindingFlags.Public)
            .ToDictionary(f => f.Name, f => Number(f.GetRawConstantValue()!));
        foreach (CEnumMember member in c.Members.Where(m => !m.Name.StartsWith("_enum_pad_", StringComparison.Ordinal)))
        {
            if (!values.Remove(member.Name, out Int128 value))
            {
                Differ($"member {member.Name} is missing", c.ToString(), Declaration(type));
            }
            else
            {
                Expect(value == member.Value, $"{member.Name} is {member.Value} in C, {value} in C#", c, type);
            }
        }

        Expect(values.Count == 0, $"the headers have no {string.Join(", ", values.Keys)}", c, type);
    }

    private void CheckFunction(MethodInfo method)
    {
        if (!_c.Functions.TryGetValue(method.Name, out CFunction? function))
        {
            Differ("the headers declare no such function", "-", Declaration(method));
            return;
        }

        DllImportAttribute import = method.GetCustomAttribute<DllImportAttribute>()!;
        Expect(!function.IsInline, "an inline function has no symbol", function, method);
        Expect(import.Value == _library && import.EntryPoint == method.Name, $"imported from {import.Value} as {import.EntryPoint}", function, method);
        Expect(import.CallingConvention == CallingConvention.Cdecl, "calling convention", function, method);
        ParameterInfo[] parameters = method.GetParameters();
        Expect(function.Parameters.Count == parameters.Length, "number of parameters", function, method);
        Expect(Fits(_parser.Parse(function.ReturnType), ManagedTypes.Describe(method.ReturnType)), "type of the result", function, method);
        Expect(ManagedTypes.CallsAsC(method.ReturnParameter.GetModifiedParameterType()), "calling convention of the result", function, method);
        foreach ((CParameter c, ParameterInfo parameter) in function.Parameters.Zip(parameters))
        {
            CType cType = _parser.Parse(c.Type);
            CType managed = ManagedTypes.Describe(parameter.ParameterType);
            Expect(Fits(cType, managed), $"type of parameter {c.Name}: {Why(cType, managed)}", function, method);
            Expect(ManagedTypes.CallsAsC(parameter.GetModifiedParameterType()), $"calling convention of parameter {c.Name}", function, method);
        }
    }

    private void CheckConstant(FieldInfo field)
    {
        Int128 value = Number(field.GetRawConstantValue()!);
        string declaration = $"const {field.FieldType.Name} {field.Name} = {value}";
        if (!_c.Constants.TryGetValue(field.Name, out Int128 c))
        {
            Differ("the headers have no such constant", "-", declaration);
            return;
        }

        // A macro's value is compared in the width of the binding's constant: (seL4_Word)-1 is ~0.
        int bits = 8 * ManagedTypes.Describe(field.FieldType).Size;
        Int128 mask = ((Int128)1 << bits) - 1;
        if ((c & mask) != (value & mask))
        {
            Differ("value of a constant", $"#define {field.Name} {c}", declaration);
        }
    }

    private static Int128 Number(object value) => value is ulong or nuint
        ? Convert.ToUInt64(value, CultureInfo.InvariantCulture)
        : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static bool Fits(CType c, CType managed) => (c, managed) switch
    {
        (CType.Pointer a, CType.Pointer b) => TargetFits(a.Target, b.Target),
        (CType.Boolean, CType.Integer { Bytes: 1, Signed: false }) => true,
        (CType.Function a, CType.Function b) => a.Parameters.Count == b.Parameters.Count
            && Fits(a.Result, b.Result) && a.Parameters.Zip(b.Parameters).All(p => Fits(p.First, p.Second)),
        (CType.Structure a, CType.Structure b) => Names(a.Tag, b.Tag) && a.Size == b.Size && a.PassedIn == b.PassedIn,
        (CType.Enumeration a, CType.Enumeration b) => Names(a.Tag, b.Tag) && a.Bytes == b.Bytes && a.Signed == b.Signed,
        _ => c.GetType() == managed.GetType() && c == managed,
    };

    // What a pointer points at is compared by name: sizes are the structure's own check.
    private static bool TargetFits(CType c, CType managed) => (c, managed) switch
    {
        (CType.Structure a, CType.Structure b) => Names(a.Tag, b.Tag),
        (CType.Integer { Bytes: 1 }, CType.Integer { Bytes: 1 }) => true,
        (CType.Function, CType.Function) => true,
        _ => Fits(c, managed),
    };

    // A binding goes by the tag or by the typedef.
    private static bool Names(string tag, string name) =>
        tag == name || tag + "_t" == name || tag.TrimEnd('_') == name;

    private static string Why(CType c, CType managed) => (c, managed) switch
    {
        (CType.Structure a, CType.Structure b) when a.PassedIn != b.PassedIn => $"by value in {a.PassedIn} in C, in {b.PassedIn} in C#",
        _ => $"{c.Size} bytes in C, {managed.Size} in C#",
    };

    private void Expect(bool condition, string what, object c, MemberInfo managed)
    {
        if (!condition)
        {
            Differ(what, c.ToString()!, managed is Type type ? Declaration(type) : Declaration((MethodInfo)managed));
        }
    }

    private void Differ(string what, string c, string managed) => _differences.Add($"{what}\n  C:  {c}\n  C#: {managed}");

    private static string Declaration(Type type)
    {
        if (type.IsEnum)
        {
            string members = string.Join(", ", type.GetFields(BindingFlags.Static | BindingFlags.Public)
                .Select(f => $"{f.Name} = {f.GetRawConstantValue()}"));
            return $"enum {type.Name} : {type.GetEnumUnderlyingType().Name} {{ {members} }}";
        }

        (IReadOnlyList<(FieldInfo Field, int Offset)> fields, int size) = ManagedTypes.Layout(type);
        string list = string.Join(" ", fields.Select(f => $"{ManagedTypes.Spell(f.Field.GetModifiedFieldType())} {f.Field.Name} @{f.Offset};"));
        return $"struct {type.Name} {{ {list} }} size {size}";
    }

    private static string Declaration(MethodInfo method) =>
        $"{Declaration(method.ReturnParameter)} {method.Name}({string.Join(", ", method.GetParameters().Select(p => $"{Declaration(p)} {p.Name}"))})";

    private static string Declaration(ParameterInfo parameter) => ManagedTypes.Spell(parameter.GetModifiedParameterType());
}
