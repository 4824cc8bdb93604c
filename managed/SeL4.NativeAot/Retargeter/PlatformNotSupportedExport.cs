// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace SeL4.NativeAot.Retargeter;

/// <summary>
/// Adds to CoreLib what native code calls for a function that cannot exist in a root task:
/// <c>[RuntimeExport("RtThrowPlatformNotSupported")] static void Throw(sbyte* call)</c>, which throws
/// PlatformNotSupportedException with a message that names the call.
/// </summary>
internal static class PlatformNotSupportedExport
{
    private const string ExportName = "RtThrowPlatformNotSupported";
    private const string MessageEnd = " is not supported in a seL4 root task.";

    public static void Add(ModuleDefinition module)
    {
        var types = module.TypeSystem;
        var type = new TypeDefinition(
            "System.Runtime",
            "PlatformNotSupportedThrower",
            TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.NotPublic | TypeAttributes.BeforeFieldInit,
            types.Object);
        var method = new MethodDefinition(
            "Throw",
            MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig,
            types.Void);
        method.Parameters.Add(new ParameterDefinition("call", ParameterAttributes.None, types.SByte.MakePointerType()));
        method.CustomAttributes.Add(Export(module));

        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, Constructor(module, "System.String", "System.SByte*"));
        il.Emit(OpCodes.Ldstr, MessageEnd);
        il.Emit(OpCodes.Call, Concat(module));
        il.Emit(OpCodes.Newobj, Constructor(module, "System.PlatformNotSupportedException", "System.String"));
        il.Emit(OpCodes.Throw);

        type.Methods.Add(method);
        module.Types.Add(type);
    }

    private static CustomAttribute Export(ModuleDefinition module)
    {
        var attribute = new CustomAttribute(Constructor(module, "System.Runtime.RuntimeExportAttribute", "System.String"));
        attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, ExportName));
        return attribute;
    }

    private static MethodDefinition Concat(ModuleDefinition module) =>
        module.TypeSystem.String.Resolve().Methods.Single(
            m => m.Name == "Concat" && m.Parameters.Count == 2 && m.Parameters.All(p => p.ParameterType.FullName == "System.String"));

    private static MethodDefinition Constructor(ModuleDefinition module, string type, string parameter) =>
        module.GetType(type)?.GetConstructors().FirstOrDefault(
            c => !c.IsStatic && c.Parameters.Count == 1 && c.Parameters[0].ParameterType.FullName == parameter)
        ?? throw new RetargetException("SEL4A12", $"System.Private.CoreLib has no {type} with a constructor that takes {parameter}");
}
