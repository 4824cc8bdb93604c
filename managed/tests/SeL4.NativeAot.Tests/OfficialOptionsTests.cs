// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.NativeAot.Tests;

/// <summary>
/// A root task is compiled with the options that the .NET SDK would use for the same project on linux-arm64. Whatever differs is
/// listed here with its reason; a difference that is gone has to leave the list.
/// </summary>
public sealed class OfficialOptionsTests
{
    private static readonly Dictionary<string, string> OnlyOfficial = new()
    {
        ["--exportsfile:"] = "a root task is linked statically: nothing is exported",
        ["--export-dynamic-symbol:DotNetRuntimeDebugHeader"] = "the header for debuggers of processes is part of the official runtime",
        ["--directpinvoke:System.Net.Security.Native"] = "GSSAPI is not linked (docs/runtime.md): loading it gives DllNotFoundException",
        ["--directpinvoke:System.Security.Cryptography.Native.OpenSsl"] = "OpenSSL is not linked (docs/runtime.md): every call throws PlatformNotSupportedException",
        ["--runtimeknob:RUNTIME_IDENTIFIER=linux-arm64"] = "the identifier is sel4-arm64",
    };

    private static readonly Dictionary<string, string> OnlyOurs = new()
    {
        ["-r:SeL4.NativeAot.RuntimeSupport.dll"] = "managed code that native/runtime calls",
        ["--generateunmanagedentrypoints:SeL4.NativeAot.RuntimeSupport"] = "its exports",
        ["--generateunmanagedentrypoints:scratch"] = "C code in the image may call the program's UnmanagedCallersOnly methods",
        ["--directpinvoke:sel4vm"] = "the library that SeL4.Vm.Interop imports from",
        ["--runtimeknob:RUNTIME_IDENTIFIER=sel4-arm64"] = "the identifier of the platform",
    };

    [Fact]
    public Task AnOrdinaryProject() => CompareAsync("");

    [Fact]
    public Task AProjectThatUsesTheStandardItemsAndProperties() => CompareAsync("""
        <PropertyGroup>
          <OptimizationPreference>Size</OptimizationPreference>
          <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          <NoWarn>$(NoWarn);CS1591</NoWarn>
          <WarningsAsErrors>$(WarningsAsErrors);IL3050</WarningsAsErrors>
          <WarningsNotAsErrors>IL2104</WarningsNotAsErrors>
          <JsonSerializerIsReflectionEnabledByDefault>true</JsonSerializerIsReflectionEnabledByDefault>
          <UseSystemResourceKeys>true</UseSystemResourceKeys>
          <PredefinedCulturesOnly>false</PredefinedCulturesOnly>
          <MetricsSupport>false</MetricsSupport>
          <StackTraceSupport>false</StackTraceSupport>
          <IlcInstructionSet>armv8.1-a</IlcInstructionSet>
          <IlcFoldIdenticalMethodBodies>true</IlcFoldIdenticalMethodBodies>
          <IlcGenerateCompleteTypeMetadata>true</IlcGenerateCompleteTypeMetadata>
          <IlcScanReflection>false</IlcScanReflection>
          <IlcResilient>false</IlcResilient>
          <IlcSingleThreaded>true</IlcSingleThreaded>
          <IlcOrderFile>order.txt</IlcOrderFile>
          <TrimmerSingleWarn>false</TrimmerSingleWarn>
          <TrimMode>partial</TrimMode>
        </PropertyGroup>
        <ItemGroup>
          <RdXmlFile Include="rd.xml" />
          <TrimmerRootDescriptor Include="roots.xml" />
          <TrimmerRootAssembly Include="System.Runtime.Numerics" />
          <MibcFile Include="profile.mibc" />
          <DirectPInvoke Include="mine" />
          <DirectPInvokeList Include="list.txt" />
          <UnmanagedEntryPointsAssembly Include="scratch,HIDDEN" />
          <IlcArg Include="--verbose" />
          <RuntimeHostConfigurationOption Include="My.Switch" Value="true" Trim="true" />
          <RuntimeHostConfigurationOption Include="My.Setting" Value="7" />
        </ItemGroup>
        """);

    private static async Task CompareAsync(string content)
    {
        using var official = new ScratchProject(content, official: true);
        using var ours = new ScratchProject(content);
        foreach (ScratchProject project in new[] { official, ours })
        {
            foreach (string file in new[] { "rd.xml", "roots.xml", "profile.mibc", "list.txt", "order.txt" })
            {
                project.Write(file, "");
            }

            project.Write("Texts.resx", ScratchProject.Resource("hello"));
            project.Write("Texts.de.resx", ScratchProject.Resource("hallo"));
        }

        SortedSet<string> expected = CompilerOptions.Normalize(await official.CompilerOptionsAsync());
        SortedSet<string> actual = CompilerOptions.Normalize(await ours.CompilerOptionsAsync());
        Assert.Contains("--satellite:scratch.resources.dll", actual);
        Assert.Equal(OnlyOfficial.Keys.Order(StringComparer.Ordinal), expected.Except(actual).Select(Key).Order(StringComparer.Ordinal));
        Assert.Equal(OnlyOurs.Keys.Order(StringComparer.Ordinal), actual.Except(expected).Order(StringComparer.Ordinal));
    }

    // The name of the file is that of a folder of the build.
    private static string Key(string option) =>
        option.StartsWith("--exportsfile:", StringComparison.Ordinal) ? "--exportsfile:" : option;
}
