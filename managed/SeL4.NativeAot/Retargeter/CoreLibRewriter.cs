// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace SeL4.NativeAot.Retargeter;

/// <summary>
/// Turns the x64 build of CoreLib into what an arm64 build would be, as far as hardware intrinsics are concerned: in the
/// build for an architecture the bodies of its own intrinsics call themselves (the compiler expands them), and those of
/// foreign ones throw. Compiled for arm64, the x64 shapes would be endless loops.
/// </summary>
internal static class CoreLibRewriter
{
    private const string ArmNamespace = "System.Runtime.Intrinsics.Arm";
    private const string X86Namespace = "System.Runtime.Intrinsics.X86";
    private const string IntrinsicAttribute = "System.Runtime.CompilerServices.IntrinsicAttribute";

    // Counted in the verified version: a different number means a different library.
    private const int ExpectedX86Methods = 2990;
    private const int ExpectedArmClasses = 18;
    private const int ExpectedArmMethods = 4207;
    private const int ExpectedArmSubstitutions = ExpectedArmClasses + 1;

    public static void Rewrite(string input, string output, bool armIntrinsics)
    {
        using var module = ModuleDefinition.ReadModule(input, new ReaderParameters { InMemory = true });
        LayoutCheck.Verify(module);

        var x86Methods = RetargetX86(module);
        ExpectCount("X86 intrinsic methods", ExpectedX86Methods, x86Methods);

        var (armClasses, armMethods) = armIntrinsics ? EnableArm(module) : DisableArm(module);
        ExpectCount("Arm intrinsic classes", ExpectedArmClasses, armClasses);
        ExpectCount("Arm intrinsic methods", armIntrinsics ? ExpectedArmMethods : ExpectedArmClasses, armMethods);

        if (armIntrinsics)
        {
            var removed = SubstitutionsEditor.RemoveArmEntries(module);
            ExpectCount("Arm entries of ILLink.Substitutions.xml", ExpectedArmSubstitutions, removed);
        }

        ArchitectureRewriter.Rewrite(module);
        PlatformNotSupportedExport.Add(module);
        ProcessArchitecture.Retarget(module);

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        // Identical input gives identical output: incremental builds and reproducible images depend on it.
        module.Write(output, new WriterParameters { Timestamp = 0, DeterministicMvid = true });
        Console.WriteLine(
            $"retargeted {module.Assembly.Name.Name} {module.Assembly.Name.Version}: {x86Methods} X86 methods removed, "
            + $"{armMethods} Arm methods {(armIntrinsics ? "enabled" : "disabled")}");
    }

    private static int RetargetX86(ModuleDefinition module)
    {
        var intrinsicConstructor = IntrinsicConstructor(module);
        var unsupported = PlatformNotSupportedConstructor(module);
        var count = 0;
        foreach (var type in ClassesIn(module, X86Namespace))
        {
            RemoveIntrinsic(type);
            foreach (var method in type.Methods.Where(m => m.IsStatic && m.HasBody))
            {
                RemoveIntrinsic(method);
                var il = Clear(method);
                if (method.Name == "get_IsSupported")
                {
                    il.Emit(OpCodes.Ldc_I4_0);
                    il.Emit(OpCodes.Ret);
                    method.CustomAttributes.Add(new CustomAttribute(intrinsicConstructor));
                }
                else
                {
                    il.Emit(OpCodes.Newobj, unsupported);
                    il.Emit(OpCodes.Throw);
                }

                count++;
            }
        }

        return count;
    }

    private static (int Classes, int Methods) EnableArm(ModuleDefinition module)
    {
        var intrinsicConstructor = IntrinsicConstructor(module);
        var (classes, methods) = (0, 0);
        foreach (var type in ClassesIn(module, ArmNamespace))
        {
            classes++;
            type.CustomAttributes.Add(new CustomAttribute(intrinsicConstructor));
            foreach (var method in type.Methods.Where(m => m.IsStatic && m.HasBody))
            {
                methods++;
                RemoveIntrinsic(method);
                CallItself(method);
            }
        }

        return (classes, methods);
    }

    private static (int Classes, int Methods) DisableArm(ModuleDefinition module)
    {
        var (classes, methods) = (0, 0);
        foreach (var type in ClassesIn(module, ArmNamespace))
        {
            classes++;
            foreach (var method in type.Methods.Where(m => m.Name == "get_IsSupported"))
            {
                methods += RemoveIntrinsic(method) ? 1 : 0;
            }
        }

        return (classes, methods);
    }

    private static void CallItself(MethodDefinition method)
    {
        var il = Clear(method);
        foreach (var parameter in method.Parameters)
        {
            il.Emit(OpCodes.Ldarg, parameter);
        }

        MethodReference target = method;
        if (method.HasGenericParameters)
        {
            var instance = new GenericInstanceMethod(method);
            foreach (var parameter in method.GenericParameters)
            {
                instance.GenericArguments.Add(parameter);
            }

            target = instance;
        }

        il.Emit(OpCodes.Call, target);
        il.Emit(OpCodes.Ret);
        method.Body.OptimizeMacros();
    }

    private static ILProcessor Clear(MethodDefinition method)
    {
        method.Body = new MethodBody(method);
        return method.Body.GetILProcessor();
    }

    private static IEnumerable<TypeDefinition> ClassesIn(ModuleDefinition module, string @namespace) =>
        module.Types.Where(t => t.Namespace == @namespace).SelectMany(WithNested).Where(t => t.IsClass && !t.IsEnum && !t.IsValueType);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static bool RemoveIntrinsic(ICustomAttributeProvider provider)
    {
        var found = provider.CustomAttributes.Where(a => a.AttributeType.FullName == IntrinsicAttribute).ToList();
        found.ForEach(a => provider.CustomAttributes.Remove(a));
        return found.Count > 0;
    }

    private static MethodDefinition IntrinsicConstructor(ModuleDefinition module) =>
        DefaultConstructor(module, IntrinsicAttribute);

    private static MethodDefinition PlatformNotSupportedConstructor(ModuleDefinition module) =>
        DefaultConstructor(module, "System.PlatformNotSupportedException");

    private static MethodDefinition DefaultConstructor(ModuleDefinition module, string type) =>
        module.GetType(type)?.GetConstructors().FirstOrDefault(c => !c.IsStatic && !c.HasParameters)
        ?? throw new RetargetException("SEL4A12", $"System.Private.CoreLib has no {type} with a default constructor");

    private static void ExpectCount(string what, int expected, int actual)
    {
        if (actual != expected)
        {
            throw new RetargetException(
                "SEL4A12",
                $"System.Private.CoreLib: {what}: {actual}, the verified version has {expected}");
        }
    }
}
