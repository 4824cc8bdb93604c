// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SeL4.NativeAot.Checks;

/// <summary>
/// What a method without parameters returns, where it is computed from constants and sizes alone: CoreLib writes offsets in
/// stack blocks that way.
/// </summary>
internal sealed class ConstantMethod(PEReader file, MetadataReader metadata, TypeLayout layout)
{
    /// <summary>Calls that lead deeper than this are not followed.</summary>
    private const int DepthLimit = 8;

    /// <summary>The result, or null when the method does anything else.</summary>
    public long? Evaluate(MethodDefinitionHandle handle) => Evaluate(handle, 0);

    private long? Evaluate(MethodDefinitionHandle handle, int depth)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        if (depth > DepthLimit || method.RelativeVirtualAddress == 0)
        {
            return null;
        }

        BlobReader code = file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
        var stack = new Stack<long>();
        while (code.RemainingBytes > 0)
        {
            ILOpCode instruction = Next(ref code);
            if (instruction == ILOpCode.Ret)
            {
                return stack.Count == 1 ? stack.Pop() : null;
            }

            if (Result(instruction, ref code, stack, depth) is not { } result)
            {
                return null;
            }

            stack.Push(result);
        }

        return null;
    }

    // Every instruction that is understood leaves one value.
    private long? Result(ILOpCode instruction, ref BlobReader code, Stack<long> stack, int depth)
    {
        switch (instruction)
        {
            case >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8:
                return instruction - ILOpCode.Ldc_i4_0;
            case ILOpCode.Ldc_i4_s:
                return code.ReadSByte();
            case ILOpCode.Ldc_i4:
                return code.ReadInt32();
            case ILOpCode.Sizeof:
                return Handle(ref code) is { Kind: HandleKind.TypeDefinition } type ? layout.Size((TypeDefinitionHandle)type) : null;
            case ILOpCode.Call:
                return Handle(ref code) is { Kind: HandleKind.MethodDefinition } called
                    ? Evaluate((MethodDefinitionHandle)called, depth + 1)
                    : null;
            case ILOpCode.Conv_i or ILOpCode.Conv_i4 when stack.Count > 0:
                return stack.Pop();
            case ILOpCode.Add when stack.Count > 1:
                return stack.Pop() + stack.Pop();
            case ILOpCode.Mul when stack.Count > 1:
                return stack.Pop() * stack.Pop();
            default:
                return null;
        }
    }

    private static ILOpCode Next(ref BlobReader code)
    {
        const int TwoByteMark = 0xfe; // ECMA-335 III.1.2.1
        int first = code.ReadByte();
        return (ILOpCode)(first == TwoByteMark ? (first << 8) | code.ReadByte() : first);
    }

    private static EntityHandle Handle(ref BlobReader code) => MetadataTokens.EntityHandle(code.ReadInt32());
}
