// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace SeL4.NativeAot.Checks;

/// <summary>
/// Offsets and sizes of structures on a 64-bit machine: explicit ones as they are written down, sequential ones by natural
/// alignment (ECMA-335 II.10.1.2). Other types have neither, and neither have those with fields of unknown size.
/// </summary>
internal sealed class TypeLayout(MetadataReader metadata)
{
    private const int PointerSize = 8;

    private readonly FieldSizes _sizes = new(metadata);

    /// <summary>Bytes of a structure; of an explicit one, those it declares. Null when that is not known.</summary>
    public int? Size(TypeDefinitionHandle handle) => Measure(handle)?.Size;

    /// <summary>Bytes from the start of the structure that <paramref name="handle"/> is a field of. Null when that is not known.</summary>
    public int? Offset(FieldDefinitionHandle handle)
    {
        FieldDefinition field = metadata.GetFieldDefinition(handle);
        int written = field.GetOffset();
        return written >= 0 ? written : Place(metadata.GetTypeDefinition(field.GetDeclaringType()))?.Offsets.GetValueOrDefault(handle);
    }

    private (int Size, int Alignment)? Measure(TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        if (IsEnum(type))
        {
            return InstanceFields(type).Select(f => FieldSize(f)).Single();
        }

        int declared = type.GetLayout().Size;
        if (declared > 0)
        {
            return (declared, PointerSize);
        }

        return Place(type) is { } placed ? (placed.Size, placed.Alignment) : null;
    }

    private Placement? Place(TypeDefinition type)
    {
        if ((type.Attributes & TypeAttributes.LayoutMask) == TypeAttributes.AutoLayout)
        {
            return null;
        }

        var offsets = new Dictionary<FieldDefinitionHandle, int?>();
        (int end, int alignment) = (0, 1);
        foreach (FieldDefinitionHandle handle in InstanceFields(type))
        {
            if (FieldSize(handle) is not { } field)
            {
                return null;
            }

            int written = metadata.GetFieldDefinition(handle).GetOffset();
            int offset = written >= 0 ? written : RoundUp(end, field.Alignment);
            offsets[handle] = offset;
            end = Math.Max(end, offset + field.Size);
            alignment = Math.Max(alignment, field.Alignment);
        }

        return new Placement(offsets, RoundUp(end, alignment), alignment);
    }

    private (int Size, int Alignment)? FieldSize(FieldDefinitionHandle handle)
    {
        FieldSizes.Field field = metadata.GetFieldDefinition(handle).DecodeSignature(_sizes, default);
        return field.Structure.IsNil ? field.Size is { } size ? (size, size) : null : Measure(field.Structure);
    }

    private IEnumerable<FieldDefinitionHandle> InstanceFields(TypeDefinition type) =>
        type.GetFields().Where(f => (metadata.GetFieldDefinition(f).Attributes & FieldAttributes.Static) == 0);

    private bool IsEnum(TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeDefinition
        && metadata.StringComparer.Equals(metadata.GetTypeDefinition((TypeDefinitionHandle)type.BaseType).Name, "Enum");

    private static int RoundUp(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private sealed record Placement(Dictionary<FieldDefinitionHandle, int?> Offsets, int Size, int Alignment);

    /// <summary>Reads of a field's signature no more than how large the field is.</summary>
    private sealed class FieldSizes(MetadataReader metadata) : ISignatureTypeProvider<FieldSizes.Field, object?>
    {
        private static readonly Field Reference = new(PointerSize, default);
        private static readonly Field Unknown = new(null, default);

        public Field GetPrimitiveType(PrimitiveTypeCode typeCode) => new(
            typeCode switch
            {
                PrimitiveTypeCode.Boolean or PrimitiveTypeCode.Byte or PrimitiveTypeCode.SByte => 1,
                PrimitiveTypeCode.Char or PrimitiveTypeCode.Int16 or PrimitiveTypeCode.UInt16 => 2,
                PrimitiveTypeCode.Int32 or PrimitiveTypeCode.UInt32 or PrimitiveTypeCode.Single => 4,
                PrimitiveTypeCode.Void or PrimitiveTypeCode.TypedReference => null,
                _ => PointerSize,
            },
            default);

        public Field GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            metadata.ResolveSignatureTypeKind(handle, rawTypeKind) == SignatureTypeKind.ValueType ? new(null, handle) : Reference;

        public Field GetPointerType(Field elementType) => Reference;

        public Field GetByReferenceType(Field elementType) => Reference;

        public Field GetSZArrayType(Field elementType) => Reference;

        public Field GetArrayType(Field elementType, ArrayShape shape) => Reference;

        public Field GetFunctionPointerType(MethodSignature<Field> signature) => Reference;

        public Field GetModifiedType(Field modifier, Field unmodifiedType, bool isRequired) => unmodifiedType;

        public Field GetPinnedType(Field elementType) => elementType;

        public Field GetGenericInstantiation(Field genericType, ImmutableArray<Field> typeArguments) => Unknown;

        public Field GetGenericTypeParameter(object? genericContext, int index) => Unknown;

        public Field GetGenericMethodParameter(object? genericContext, int index) => Unknown;

        public Field GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Unknown;

        public Field GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Unknown;

        /// <param name="Size">Bytes; null when <paramref name="Structure"/> says it, or nothing does.</param>
        /// <param name="Structure">The field's type when that is a structure or an enumeration of the same assembly.</param>
        internal readonly record struct Field(int? Size, TypeDefinitionHandle Structure);
    }
}
