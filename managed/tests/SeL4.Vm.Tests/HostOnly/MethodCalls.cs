// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Reflection.Emit;

namespace SeL4.Vm.Tests;

/// <summary>Reads the code of methods.</summary>
internal static class MethodCalls
{
    private static readonly Dictionary<short, OpCode> Operations = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    /// <summary>What a method calls itself: functions of the bindings, constructors, and others that are not virtual.</summary>
    public static IEnumerable<MethodBase> Of(MethodBase method)
    {
        byte[]? code = method.GetMethodBody()?.GetILAsByteArray();
        for (int at = 0; code is not null && at < code.Length;)
        {
            OpCode operation = Operation(code, ref at);
            if ((operation == OpCodes.Call || operation == OpCodes.Newobj) && Target(method, BitConverter.ToInt32(code, at)) is { } target)
            {
                yield return target;
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static MethodBase? Target(MethodBase method, int token)
    {
        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMethod(token, ofType, ofMethod);
    }

    private static OpCode Operation(byte[] code, ref int at)
    {
        int value = code[at++];
        return Operations[value == 0xfe ? (short)(0xfe00 | code[at++]) : (short)value];
    }
}
