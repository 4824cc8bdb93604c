// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SeL4.NativeAot.Tests;

/// <summary>A copy of CoreLib in which one thing moved, as a newer version of .NET might move it.</summary>
internal static class ChangedCoreLib
{
    /// <summary>Gives a constant of 32 bits another value.</summary>
    public static void WithConstant(string path, string type, string field, int value) => Change(path, (file, metadata, image) =>
    {
        FieldDefinition found = Fields(metadata, type).First(f => metadata.StringComparer.Equals(f.Name, field));
        BlobHandle blob = metadata.GetConstant(found.GetDefaultValue()).Value;
        int offset = file.PEHeaders.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.Blob) + metadata.GetHeapOffset(blob);
        BitConverter.TryWriteBytes(image.AsSpan(offset + 1), value); // behind the byte that holds the blob's length
    });

    /// <summary>Puts a field of an explicit layout somewhere else.</summary>
    public static void WithFieldOffset(string path, string type, string field, int value) => Change(path, (file, metadata, image) =>
    {
        // A row is the offset, 4 bytes, and the index of the field, whose size depends on the number of fields (ECMA-335 II.22.16).
        int row = metadata.GetTableRowSize(TableIndex.FieldLayout);
        int start = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.FieldLayout);
        FieldDefinitionHandle wanted = metadata.TypeDefinitions.Where(t => IsNamed(metadata, t, type))
            .SelectMany(t => metadata.GetTypeDefinition(t).GetFields())
            .First(f => metadata.StringComparer.Equals(metadata.GetFieldDefinition(f).Name, field));
        for (int i = 0; i < metadata.GetTableRowCount(TableIndex.FieldLayout); i++)
        {
            Span<byte> entry = image.AsSpan(start + (i * row), row);
            int index = row == 6 ? BitConverter.ToUInt16(entry[4..]) : BitConverter.ToInt32(entry[4..]);
            if (index == MetadataTokens.GetRowNumber(wanted))
            {
                BitConverter.TryWriteBytes(entry, value);
                return;
            }
        }

        Assert.Fail($"{type}.{field} has no offset");
    });

    /// <summary>Lets a method without parameters return a constant, up to 127.</summary>
    public static void WithResult(string path, string type, string method, sbyte value) => Change(path, (file, metadata, image) =>
    {
        MethodDefinition found = metadata.TypeDefinitions.Where(t => IsNamed(metadata, t, type))
            .SelectMany(t => metadata.GetTypeDefinition(t).GetMethods()).Select(metadata.GetMethodDefinition)
            .First(m => metadata.StringComparer.Equals(m.Name, method));
        SectionHeader section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(found.RelativeVirtualAddress)];
        int body = found.RelativeVirtualAddress - section.VirtualAddress + section.PointerToRawData;
        const int TinyHeader = 2; // the low two bits; the size is in the others (ECMA-335 II.25.4.2)
        Assert.Equal(TinyHeader, image[body] & 3);
        byte[] code = [(byte)ILOpCode.Ldc_i4_s, (byte)value, (byte)ILOpCode.Ret];
        Assert.True(image[body] >> 2 >= code.Length);
        code.CopyTo(image, body + 1);
    });

    private static void Change(string path, Action<PEReader, MetadataReader, byte[]> change)
    {
        byte[] image = File.ReadAllBytes(Inputs.CoreLib);
        using (var file = new PEReader(new MemoryStream(image)))
        {
            change(file, file.GetMetadataReader(), image);
        }

        File.WriteAllBytes(path, image);
    }

    private static IEnumerable<FieldDefinition> Fields(MetadataReader metadata, string type) =>
        metadata.TypeDefinitions.Where(t => IsNamed(metadata, t, type))
            .SelectMany(t => metadata.GetTypeDefinition(t).GetFields()).Select(metadata.GetFieldDefinition);

    private static bool IsNamed(MetadataReader metadata, TypeDefinitionHandle handle, string name) =>
        metadata.StringComparer.Equals(metadata.GetTypeDefinition(handle).Name, name);
}
