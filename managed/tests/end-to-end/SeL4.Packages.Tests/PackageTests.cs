// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using SeL4.Runner.Machines;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;

namespace SeL4.Packages.Tests;

public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    [Theory]
    [InlineData("SeL4.Vm", "lib/net10.0/SeL4.Vm.dll")]
    [InlineData("SeL4.Vm.Devices", "lib/net10.0/SeL4.Vm.Devices.dll")]
    [InlineData("SeL4.Vm.Interop", "lib/net10.0/SeL4.Vm.Interop.dll")]
    [InlineData("SeL4.Vm.Testing", "lib/net10.0/SeL4.Vm.Testing.dll")]
    [InlineData("SeL4.Vm.Testing", "runtimes/linux-x64/native/libsel4vm_host.so")]
    [InlineData("SeL4.NativeAot", "build/SeL4.NativeAot.targets")]
    [InlineData("SeL4.NativeAot", "tools/SeL4.NativeAot.Checks.dll")]
    [InlineData("SeL4.NativeAot", "tools/SeL4.NativeAot.RuntimeSupport.dll")]
    [InlineData("SeL4.NativeAot", "sdk/bundled-release/lib/libruntime.a")]
    [InlineData("SeL4.NativeAot", "sdk/bundled-release/include/runtime/corelib.h")]
    public void Has_its_files_a_readme_and_a_licence(string package, string file)
    {
        using ZipArchive content = packages.Open(package);
        Assert.NotNull(content.GetEntry(file));
        Assert.NotNull(content.GetEntry("README.md"));
        using Stream specification = content.GetEntry(package + ".nuspec")!.Open();
        XElement metadata = XDocument.Load(specification).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal("BSD-2-Clause", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
    }

    [Theory]
    [InlineData("SeL4.Vm")]
    [InlineData("SeL4.Vm.Devices")]
    [InlineData("SeL4.Vm.Interop")]
    [InlineData("SeL4.Vm.Testing")]
    public void Has_documentation_and_symbols(string package)
    {
        using ZipArchive content = packages.Open(package);
        Assert.NotNull(content.GetEntry($"lib/net10.0/{package}.xml"));
        using ZipArchive symbols = packages.Open(package, "snupkg");
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{package}.pdb"));
    }

    [Fact]
    public void No_file_names_a_folder_of_this_computer()
    {
        string[] found =
        [
            .. from package in Directory.GetFiles(packages.Feed)
               from file in NamesOfFilesThatContain(package, PackedPackages.Repository)
               select $"{Path.GetFileName(package)}: {file}",
        ];
        Assert.Empty(found);
    }

    [Fact]
    public async Task Packing_again_gives_the_same_bytes()
    {
        string again = await packages.PackAgainAsync();
        string[] names = [.. Directory.GetFiles(packages.Feed).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(9, names.Length);
        string[] different =
        [
            .. names.Where(n => !File.ReadAllBytes(Path.Combine(packages.Feed, n)).SequenceEqual(File.ReadAllBytes(Path.Combine(again, n)))),
        ];
        Assert.Empty(different);
    }

    [Fact]
    public async Task A_unit_test_outside_of_the_repository_runs_without_QEMU()
    {
        string folder = packages.NewProject(
            "DeviceTests",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SeL4.Vm.Testing" Version="{PackedPackages.Version}" />
                {PackedPackages.Reference("Microsoft.NET.Test.Sdk")}
                {PackedPackages.Reference("xunit")}
                {PackedPackages.Reference("xunit.runner.visualstudio")}
              </ItemGroup>
            </Project>
            """,
            $$"""
            using SeL4.Vm;
            using SeL4.Vm.Testing;
            using Xunit;

            public class Tests
            {
                [Fact]
                public void Readme()
                {
                    {{PackedPackages.Block("managed/SeL4.Vm.Testing/README.md", "csharp")}}
                }
            }
            """);
        string output = await DotNet.RunAsync(folder, "test");
        Assert.Contains("Passed:     1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_task_outside_of_the_repository_is_built_and_boots()
    {
        // Besides the monitor of the template: a package that asks for the processor's extensions, and code of the class library's pack.
        const string More = """
            using var packed = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            {
                gzip.Write(new byte[100_000]);
            }

            Console.WriteLine($"shrunk: {packed.Length < 1000}, crc: {System.IO.Hashing.Crc32.HashToUInt32("123456789"u8):x8}");

            """;
        string program = File.ReadAllText(Path.Combine(PackedPackages.Repository, "managed/templates/sel4-vmm/Program.cs"))
            .Replace("return stop", More + "return stop", StringComparison.Ordinal);
        string project = PackedPackages.Block("managed/SeL4.NativeAot/README.md", "xml")
            .Replace("Version=\"0.1.0\"", $"Version=\"{PackedPackages.Version}\"", StringComparison.Ordinal)
            .Replace("</ItemGroup>", PackedPackages.Reference("System.IO.Hashing") + "</ItemGroup>", StringComparison.Ordinal);
        string folder = packages.NewProject("Monitor", project, program);
        await DotNet.RunAsync(folder, "publish", "-o", Path.Combine(folder, "image"));
        RunOutcome outcome = await GuestRun.RunAsync(
            new RunRequest
            {
                Machine = MachineCatalog.Find(Path.Combine(PackedPackages.Repository, "qemu/machines"), "qemu-arm-virt"),
                ImagePath = Path.Combine(folder, "image", "Monitor.elf"),
                LogPath = Path.Combine(folder, "serial.log"),
                TotalSeconds = 60,
            },
            CancellationToken.None);
        Assert.True(outcome.Status == 0, outcome.Explanation);
        string log = File.ReadAllText(Path.Combine(folder, "serial.log")).ReplaceLineEndings("\n");
        Assert.Contains("Hi\nstopped: power off", log, StringComparison.Ordinal);
        Assert.Contains("shrunk: True, crc: cbf43926", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_linker_argument_links_again_and_compiles_nothing()
    {
        const string Symbol = "symbol_of_the_linker_argument";
        string project = PackedPackages.Block("managed/SeL4.NativeAot/README.md", "xml")
            .Replace("Version=\"0.1.0\"", $"Version=\"{PackedPackages.Version}\"", StringComparison.Ordinal);
        string folder = packages.NewProject("Linked", project, "Console.WriteLine(1);");
        await DotNet.RunAsync(folder, "publish", "-o", "image");
        string compiled = Assert.Single(Directory.GetFiles(Path.Combine(folder, "obj"), "Linked.o", SearchOption.AllDirectories));
        DateTime time = File.GetLastWriteTimeUtc(compiled);
        Assert.DoesNotContain(Symbol, LinkedProgram(folder), StringComparison.Ordinal);

        string argument = $"<ItemGroup><LinkerArg Include=\"-Wl,--defsym={Symbol}=1\" /></ItemGroup></Project>";
        File.WriteAllText(Path.Combine(folder, "Linked.csproj"), project.Replace("</Project>", argument, StringComparison.Ordinal));
        await DotNet.RunAsync(folder, "publish", "-o", "image");
        Assert.Equal(time, File.GetLastWriteTimeUtc(compiled));
        Assert.Contains(Symbol, LinkedProgram(folder), StringComparison.Ordinal);
    }

    // The symbol table is text enough.
    private static string LinkedProgram(string folder) =>
        File.ReadAllText(Path.Combine(folder, "image", "Linked.roottask.elf"), Encoding.Latin1);

    private static List<string> NamesOfFilesThatContain(string package, string text)
    {
        using ZipArchive content = ZipFile.OpenRead(package);
        return [.. content.Entries.Where(e => Text(e).Contains(text, StringComparison.Ordinal)).Select(e => e.FullName)];
    }

    private static string Text(ZipArchiveEntry file)
    {
        using Stream stream = file.Open();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
