// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SeL4.NativeAot.Checks;

/// <summary>System.Private.CoreLib as a source of numbers: constants, field offsets, sizes.</summary>
internal sealed class CoreLibMetadata : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly Dictionary<string, TypeDefinitionHandle> _types;
    private readonly TypeLayout _layout;

    /// <exception cref="CheckException">The file is another assembly.</exception>
    public CoreLibMetadata(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
        string name = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
        if (name != "System.Private.CoreLib")
        {
            _file.Dispose();
            throw new CheckException("SEL4A10", $"{path} is {name}, not System.Private.CoreLib");
        }

        _types = _metadata.TypeDefinitions.ToDictionary(FullName, StringComparer.Ordinal);
        _layout = new TypeLayout(_metadata);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// The number that a name of <c>runtime/corelib.h</c> stands for, or <see langword="null"/> when CoreLib has nothing of that name,
    /// or nothing that gives a number.
    /// </summary>
    public long? Find(string name)
    {
        if (name.StartsWith("sizeof(", StringComparison.Ordinal))
        {
            return _types.TryGetValue(name["sizeof(".Length..].TrimEnd(')'), out TypeDefinitionHandle type) ? _layout.Size(type) : null;
        }

        int dot = name.LastIndexOf('.');
        if (dot < 0 || !_types.TryGetValue(name[..dot], out TypeDefinitionHandle owner))
        {
            return null;
        }

        string member = name[(dot + 1)..];
        return member.EndsWith("()", StringComparison.Ordinal) ? FindMethod(owner, member[..^2]) : FindField(owner, member);
    }

    private long? FindField(TypeDefinitionHandle owner, string name)
    {
        foreach (FieldDefinitionHandle handle in _metadata.GetTypeDefinition(owner).GetFields())
        {
            FieldDefinition field = _metadata.GetFieldDefinition(handle);
            if (!_metadata.StringComparer.Equals(field.Name, name))
            {
                continue;
            }

            return (field.Attributes & FieldAttributes.Literal) != 0 ? Constant(field) : _layout.Offset(handle);
        }

        return null;
    }

    private long? FindMethod(TypeDefinitionHandle owner, string name)
    {
        var evaluator = new ConstantMethod(_file, _metadata, _layout);
        return _metadata.GetTypeDefinition(owner).GetMethods()
            .Where(m => _metadata.StringComparer.Equals(_metadata.GetMethodDefinition(m).Name, name))
            .Select(evaluator.Evaluate)
            .FirstOrDefault();
    }

    private long? Constant(FieldDefinition field)
    {
        Constant constant = _metadata.GetConstant(field.GetDefaultValue());
        object? value = _metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
        return value is IConvertible and not string and not bool ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;
    }

    private string FullName(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = _metadata.GetString(type.Name);
        if (type.IsNested)
        {
            return $"{FullName(type.GetDeclaringType())}/{name}";
        }

        return type.Namespace.IsNil ? name : $"{_metadata.GetString(type.Namespace)}.{name}";
    }
}
