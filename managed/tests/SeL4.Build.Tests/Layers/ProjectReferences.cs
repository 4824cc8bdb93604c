// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;

namespace SeL4.Build.Tests.Layers;

/// <summary>The references of the C# projects below some folders to each other. A project has the name of its file.</summary>
internal static class ProjectReferences
{
    /// <summary>The project files below <paramref name="folders"/>, without those in folders that hold tests.</summary>
    public static IEnumerable<string> Files(params string[] folders) => folders
        .SelectMany(f => Directory.EnumerateFiles(f, "*.csproj", SearchOption.AllDirectories))
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Contains("tests"));

    /// <summary>An arrow for each reference.</summary>
    public static IReadOnlyCollection<Arrow> Arrows(IEnumerable<string> files) =>
    [
        .. from file in files
           from reference in XDocument.Load(file).Descendants("ProjectReference")
           from path in reference.Attribute("Include")!.Value.Split(';')
           select new Arrow(NameOf(file), NameOf(path), Path.GetFileName(file)),
    ];

    public static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
