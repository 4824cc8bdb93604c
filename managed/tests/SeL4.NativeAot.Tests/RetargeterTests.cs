// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using SeL4.NativeAot.Retargeter;

namespace SeL4.NativeAot.Tests;

public sealed class RetargeterTests : IDisposable
{
    private static readonly string CoreLib = Path.Combine(
        typeof(RetargeterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "CompilerPack").Value!,
        "sdk/System.Private.CoreLib.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("retargeter").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SameInputGivesSameBytes()
    {
        Assert.Equal(Hash(Rewrite("first.dll")), Hash(Rewrite("second.dll")));
    }

    [Fact]
    public void ArmIntrinsicsCallThemselves()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Rewrite("on.dll"));
        TypeDefinition type = module.GetType("System.Runtime.Intrinsics.Arm.AdvSimd");
        Assert.Contains(type.CustomAttributes, a => a.AttributeType.Name == "IntrinsicAttribute");
        MethodDefinition supported = type.Methods.First(m => m.Name == "get_IsSupported");
        Assert.Equal([Code.Call, Code.Ret], supported.Body.Instructions.Select(i => i.OpCode.Code));
        Assert.Same(supported, supported.Body.Instructions[0].Operand);
    }

    [Fact]
    public void X86IntrinsicsThrow()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Rewrite("on.dll"));
        TypeDefinition type = module.GetType("System.Runtime.Intrinsics.X86.Sse2");
        Assert.DoesNotContain(type.CustomAttributes, a => a.AttributeType.Name == "IntrinsicAttribute");
        Assert.All(
            type.Methods.Where(m => m.IsStatic && m.Name != "get_IsSupported"),
            m => Assert.Equal(Code.Throw, m.Body.Instructions[^1].OpCode.Code));
        Assert.Equal(Code.Ldc_I4_0, type.Methods.First(m => m.Name == "get_IsSupported").Body.Instructions[0].OpCode.Code);
    }

    [Fact]
    public void NoSubstitutionPinsArmToFalse()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Rewrite("on.dll"));
        string xml = Encoding.UTF8.GetString(
            module.Resources.OfType<EmbeddedResource>().First(r => r.Name == "ILLink.Substitutions.xml").GetResourceData());
        Assert.DoesNotContain("Intrinsics.Arm", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("Intrinsics.Vector64", xml, StringComparison.Ordinal);
        Assert.Contains("PackedSimd", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void OffLeavesArmUnsupported()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Rewrite("off.dll", arm: false));
        MethodDefinition supported = module.GetType("System.Runtime.Intrinsics.Arm.AdvSimd").Methods.First(m => m.Name == "get_IsSupported");
        Assert.DoesNotContain(supported.CustomAttributes, a => a.AttributeType.Name == "IntrinsicAttribute");
        Assert.Equal(Code.Ldc_I4_0, supported.Body.Instructions[0].OpCode.Code);
    }

    [Fact]
    public void ADifferentLayoutIsRefusedByName()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(CoreLib);
        module.GetType("AsmOffsets").Fields.First(f => f.Name == "SIZEOF__ExInfo").Constant = 424;
        var error = Assert.Throws<RetargetException>(() => LayoutCheck.Verify(module));
        Assert.Equal("SEL4A11", error.Code);
        Assert.Contains("SIZEOF__ExInfo is 424", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADifferentFieldOffsetIsRefused()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(CoreLib);
        module.GetType("System.Runtime.REGDISPLAY").Fields.First(f => f.Name == "SP").Offset = 96;
        Assert.Contains(
            "System.Runtime.REGDISPLAY.SP is 96",
            Assert.Throws<RetargetException>(() => LayoutCheck.Verify(module)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherAssemblyIsRefused()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(RetargeterTests).Assembly.Location);
        Assert.Equal("SEL4A10", Assert.Throws<RetargetException>(() => LayoutCheck.Verify(module)).Code);
    }

    [Fact]
    public void AMissingIntrinsicIsNoticed()
    {
        string changed = Path.Combine(_folder, "fewer.dll");
        using (ModuleDefinition module = ModuleDefinition.ReadModule(CoreLib))
        {
            TypeDefinition type = module.GetType("System.Runtime.Intrinsics.X86.Sse3");
            type.Methods.Remove(type.Methods.First(m => m.IsStatic && m.Name != "get_IsSupported"));
            module.Write(changed);
        }

        var error = Assert.Throws<RetargetException>(() => CoreLibRewriter.Rewrite(changed, Path.Combine(_folder, "out.dll"), true));
        Assert.Equal("SEL4A12", error.Code);
    }

    private string Rewrite(string name, bool arm = true)
    {
        string output = Path.Combine(_folder, name);
        CoreLibRewriter.Rewrite(CoreLib, output, arm);
        return output;
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
