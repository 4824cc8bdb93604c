// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.NativeAot.Checks;
using SeL4.Packages.Tests;

namespace SeL4.NativeAot.Tests;

/// <summary>
/// A console project outside of the repository, as a root task with the repository's MSBuild files, or as the .NET SDK's own native
/// program for linux-arm64. Neither is linked, so no kernel's SDK is needed.
/// </summary>
internal sealed class ScratchProject : IDisposable
{
    /// <summary>The name of project and assembly.</summary>
    public const string Name = "scratch";

    private readonly string _folder = Directory.CreateTempSubdirectory("scratch").FullName;
    private readonly bool _official;

    /// <param name="content">XML for the project file: property groups and item groups.</param>
    /// <param name="official">Compile with the .NET SDK's targets (PublishAot).</param>
    public ScratchProject(string content = "", bool official = false)
    {
        _official = official;
        Write("Program.cs", "System.Console.WriteLine(\"scratch\");\n");
        Write(Name + ".csproj", official ? Official(content) : RootTask(content));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Adds or replaces a file.</summary>
    public void Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>The content of a file that the build wrote.</summary>
    public byte[] Read(string file) => File.ReadAllBytes(Path.Combine(_folder, file));

    /// <summary>A file of resources with one text, Greeting.</summary>
    public static string Resource(string text) => $"""
        <root>
          <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
          <resheader name="version"><value>2.0</value></resheader>
          <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
          <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
          <data name="Greeting" xml:space="preserve"><value>{text}</value></data>
        </root>
        """;

    /// <summary>Runs targets and returns what they printed.</summary>
    /// <exception cref="InvalidOperationException">A target failed; the message is what was printed.</exception>
    public Task<string> BuildAsync(params string[] targets) => DotNet.RunAsync(
        _folder, ["msbuild", "-restore", "-nologo", "-p:Configuration=Release", $"-t:{string.Join(';', targets)}"]);

    /// <summary>The compiler's response file, line by line.</summary>
    public async Task<string[]> CompilerOptionsAsync()
    {
        await (_official ? BuildAsync("Build", "WriteIlcRspFileForCompilation") : BuildAsync("SeL4WriteCompilerOptions"));
        return File.ReadAllLines(Directory.GetFiles(_folder, Name + ".ilc.rsp", SearchOption.AllDirectories).Single());
    }

    /// <summary>Compiles a root task as far as the object.</summary>
    public async Task<(ElfObject Object, byte[] Content)> CompileAsync()
    {
        await BuildAsync("SeL4Compile");
        string path = Directory.GetFiles(_folder, Name + ".o", SearchOption.AllDirectories).Single();
        return (new ElfObject(path), File.ReadAllBytes(path));
    }

    private static string Official(string content) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <EnableDefaultEmbeddedResourceItems>true</EnableDefaultEmbeddedResourceItems>
            <PublishAot>true</PublishAot>
            <RuntimeIdentifier>linux-arm64</RuntimeIdentifier>
            <InvariantGlobalization>true</InvariantGlobalization>
            <_IsPublishing>true</_IsPublishing>
            <SelfContained>true</SelfContained>
            <UseAppHost>false</UseAppHost>
            <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
          </PropertyGroup>
        {content}
        </Project>
        """;

    private string RootTask(string content)
    {
        // What the checks of the SDK look for; nothing is linked.
        Write("sdk/lib/libruntime.a", "");
        Write("sdk/share/target-flags.txt", "");
        Write("picolibc/libc.a", "");
        string build = Path.Combine(Inputs.Repository, "managed/SeL4.NativeAot/build");
        return $"""
            <Project>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <Import Project="{build}/SeL4.NativeAot.props" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <SeL4Sdk>{_folder}/sdk</SeL4Sdk>
                <SeL4PicolibcFolder>{_folder}/picolibc</SeL4PicolibcFolder>
                <SeL4RuntimeExports>{Inputs.Exports}</SeL4RuntimeExports>
                <SeL4RuntimeNumbers>{Inputs.Numbers}</SeL4RuntimeNumbers>
                <SeL4Checks>{typeof(CheckException).Assembly.Location}</SeL4Checks>
                <SeL4RuntimeSupport>{Inputs.RuntimeSupport}</SeL4RuntimeSupport>
              </PropertyGroup>
            {content}
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
              <Import Project="{build}/SeL4.NativeAot.targets" />
            </Project>
            """;
    }
}
