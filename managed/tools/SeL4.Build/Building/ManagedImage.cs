// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;

namespace SeL4.Build.Building;

/// <summary>A C# program that becomes a bootable image: a sample, or tests that run on the target.</summary>
/// <param name="Project">Its project file.</param>
/// <param name="Name">The name of the image.</param>
internal sealed record ManagedImage(string Project, string Name)
{
    /// <summary>Every program among the samples and the tests on the target; libraries that they share are none.</summary>
    public static IReadOnlyList<ManagedImage> Discover(Repository repository) =>
        [.. new[] { repository.ManagedSamples, repository.ManagedTargetTests }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .Where(image => image is not null)
            .Cast<ManagedImage>()];

    private static ManagedImage? Read(string project)
    {
        XDocument document = XDocument.Load(project);
        string? Property(string name) => document.Descendants(name).LastOrDefault()?.Value;
        return Property("OutputType") == "Exe"
            ? new ManagedImage(
                project, Property("SeL4ImageName") ?? Property("AssemblyName") ?? Path.GetFileNameWithoutExtension(project))
            : null;
    }
}
