// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace SeL4.Packages.Tests;

/// <summary>The packages, packed once into a feed of their own, and a place for projects that use them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>A version that nobody has published and no cache holds.</summary>
    public const string Version = "0.1.0-test";

    private readonly string _folder = Directory.CreateTempSubdirectory("sel4-packages-").FullName;

    /// <summary>The repository that the packages are made from.</summary>
    public static string Repository { get; } = Path.GetFullPath(typeof(PackedPackages).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!);

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    public async Task InitializeAsync()
    {
        await PackAsync(Feed);
        SharePackages();
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>Packs the packages into a folder that was not there, and returns it.</summary>
    public async Task<string> PackAgainAsync()
    {
        string folder = Path.Combine(_folder, "again");
        await PackAsync(folder);
        return folder;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A folder for a project; nothing of the repository reaches it.</summary>
    public string NewProject(string name, string project, string program)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "projects", name)).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), project);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }

    /// <summary>A reference to a package in the version that the repository itself uses.</summary>
    public static string Reference(string package) =>
        $"<PackageReference Include=\"{package}\" Version=\"{VersionOf(package)}\" />";

    /// <summary>A package that was packed, or its symbols.</summary>
    public ZipArchive Open(string package, string extension = "nupkg") =>
        ZipFile.OpenRead(Path.Combine(Feed, $"{package}.{Version}.{extension}"));

    /// <summary>A block of code in a document of the repository.</summary>
    public static string Block(string document, string language)
    {
        string text = File.ReadAllText(Path.Combine(Repository, document)).ReplaceLineEndings("\n");
        string begin = $"```{language}\n";
        int start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    // The documented command.
    private static Task PackAsync(string folder) => DotNet.BuildAsync(
        Repository, "sdk", "--kernel", "bundled", "--release", "--output", folder, "--package-version", Version);

    private static string VersionOf(string package) => XDocument.Load(Path.Combine(Repository, "Directory.Packages.props"))
        .Descendants("PackageVersion").First(v => v.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    // The packages that the user has already; those under test are taken from the feed and from nowhere else.
    private void SharePackages()
    {
        string packages = Directory.CreateDirectory(Path.Combine(_folder, "packages")).FullName;
        string user = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (string package in Directory.GetDirectories(user))
        {
            string name = Path.GetFileName(package);
            if (!name.StartsWith("sel4.", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(packages, name), package);
            }
        }
    }
}
