// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.NativeAot.Checks;

namespace SeL4.NativeAot.Tests;

/// <summary>The standard items and properties of NativeAOT have an effect, or a clear error.</summary>
public sealed class StandardItemsTests
{
    private const string Program = """
        System.Console.WriteLine(new System.Resources.ResourceManager("scratch.Texts", typeof(KeptByRdXml).Assembly).GetString("Greeting"));

        internal static class KeptByRdXml
        {
            public static string Answer() => "rd.xml";
        }

        internal static class KeptByDescriptor
        {
            public static string Answer() => "descriptor";
        }

        internal static class Unused
        {
            public static string Answer() => "nothing";
        }
        """;

    private const string RdXml = """
        <Directives xmlns="http://schemas.microsoft.com/netfx/2013/01/metadata">
          <Application>
            <Assembly Name="scratch">
              <Type Name="KeptByRdXml" Dynamic="Required All" />
            </Assembly>
          </Application>
        </Directives>
        """;

    private const string Descriptor = """
        <linker>
          <assembly fullname="scratch">
            <type fullname="KeptByDescriptor" preserve="all" />
          </assembly>
        </linker>
        """;

    [Fact]
    public async Task RootsSatellitesAndOptionsReachTheObject()
    {
        using var project = new ScratchProject("""
            <ItemGroup>
              <RdXmlFile Include="rd.xml" />
              <TrimmerRootDescriptor Include="roots.xml" />
              <TrimmerRootAssembly Include="System.Runtime.Numerics" />
              <IlcArg Include="--map:$(MSBuildProjectDirectory)/own.map" />
            </ItemGroup>
            """);
        project.Write("Program.cs", Program);
        project.Write("rd.xml", RdXml);
        project.Write("roots.xml", Descriptor);
        project.Write("Texts.resx", ScratchProject.Resource("hello"));
        project.Write("Texts.de.resx", ScratchProject.Resource("Grüß Gott"));

        (ElfObject compiled, byte[] content) = await project.CompileAsync();
        bool Defines(string symbol) => compiled.Symbols.Any(s => !s.IsUndefined && s.Name == symbol);
        Assert.True(Defines("scratch_KeptByRdXml__Answer"));
        Assert.True(Defines("scratch_KeptByDescriptor__Answer"));
        Assert.True(Defines("System_Runtime_Numerics_System_Numerics_BigInteger__Parse"));
        Assert.True(content.AsSpan().IndexOf("Grüß Gott"u8) >= 0);
        Assert.Contains("KeptByRdXml", Encoding.UTF8.GetString(project.Read("own.map")), StringComparison.Ordinal);
        Assert.DoesNotContain(compiled.Symbols, s => s.Name.StartsWith("scratch_Unused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AMethodThatCannotBeCompiledThrowsWhenItIsCalled()
    {
        using var project = new ScratchProject();
        // A layout that the loader refuses: the compiler must go on all the same.
        project.Write("Program.cs", """
            using System.Runtime.InteropServices;
            System.Console.WriteLine(args.Length == 0 ? 1 : Impossible.Read());

            internal static class Impossible
            {
                public static int Read() => new Overlapping { Text = "x" }.Number;
            }

            [StructLayout(LayoutKind.Explicit)]
            internal struct Overlapping
            {
                [FieldOffset(0)] public string Text;
                [FieldOffset(0)] public int Number;
            }
            """);
        (ElfObject compiled, _) = await project.CompileAsync();
        Assert.Contains(compiled.Symbols, s => s.Name == "scratch_Impossible__Read");
    }

    [Fact]
    public async Task AProfileIsRead()
    {
        using var project = new ScratchProject("<ItemGroup><MibcFile Include=\"profile.mibc\" /></ItemGroup>");
        project.Write("profile.mibc", "no profile");
        string message = await FailureAsync(project, "SeL4Compile");
        Assert.Contains("profile.mibc", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RdXmlFile")]
    [InlineData("TrimmerRootDescriptor")]
    [InlineData("MibcFile")]
    public async Task AFileThatIsNotThereIsNamed(string item)
    {
        using var project = new ScratchProject($"<ItemGroup><{item} Include=\"missing.xml\" /></ItemGroup>");
        string message = await FailureAsync(project, "SeL4WriteCompilerOptions");
        Assert.Contains($"error SEL4A48: {item} names a file that is not there: ", message, StringComparison.Ordinal);
        Assert.Contains("missing.xml", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InvariantGlobalization", "false")]
    [InlineData("EventSourceSupport", "true")]
    [InlineData("DynamicCodeSupport", "true")]
    [InlineData("ServerGarbageCollection", "true")]
    [InlineData("NativeLib", "Static")]
    [InlineData("IlcMultiModule", "true")]
    public async Task WhatARootTaskCannotHaveIsRefused(string property, string value)
    {
        using var project = new ScratchProject($"<PropertyGroup><{property}>{value}</{property}></PropertyGroup>");
        string message = await FailureAsync(project, "SeL4CheckInputs");
        Assert.Contains($"error SEL4A47: {property} ", message, StringComparison.Ordinal);
    }

    private static async Task<string> FailureAsync(ScratchProject project, string target) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => project.BuildAsync(target))).Message;
}
