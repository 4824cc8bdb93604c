// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SeL4.NativeAot.Retargeter;

/// <summary>The one place where CoreLib tells a program for which processor it was built.</summary>
internal static class ArchitectureRewriter
{
    private const int Arm64 = 3; // System.Runtime.InteropServices.Architecture.Arm64

    public static void Rewrite(ModuleDefinition module)
    {
        var getter = module.GetType("System.Runtime.InteropServices.RuntimeInformation")?
            .Methods.FirstOrDefault(m => m.Name == "get_ProcessArchitecture")
            ?? throw new RetargetException("SEL4A12", "System.Private.CoreLib has no RuntimeInformation.ProcessArchitecture");
        getter.Body = new MethodBody(getter);
        var il = getter.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, Arm64);
        il.Emit(OpCodes.Ret);
    }
}
