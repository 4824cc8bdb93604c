// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;

namespace SeL4.Build.Tests.Support;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The file, from the repository's root.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Language">Its label; empty when there is none.</param>
/// <param name="Lines">What it holds.</param>
internal sealed record DocumentBlock(string Document, int Line, string Language, IReadOnlyList<string> Lines)
{
    /// <summary>The commands of a block of shell, without comments.</summary>
    public IEnumerable<string> Commands => Language == "sh" ? Lines.Select(l => l.Split(" #")[0].Trim()).Where(l => l.Length > 0) : [];
}

/// <summary>What the repository says about itself.</summary>
internal static class Documents
{
    private static readonly string[] Folders = ["native", "managed", "bindings", "qemu"];

    private static string Root => TestRepository.Real.Root;

    private static string Readme => Path.Combine(Root, "README.md");

    /// <summary>README.md and everything in docs, in the order of the table that the former ends with.</summary>
    public static IReadOnlyList<string> Guides { get; } =
    [
        Readme,
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md")
            .OrderBy(f => File.ReadAllText(Readme).LastIndexOf($"docs/{Path.GetFileName(f)}", StringComparison.Ordinal)),
    ];

    /// <summary>The guides, the pages for contributors and users of the repository, and the README files of the parts.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Guides,
        .. Directory.GetFiles(Root, "*.md").Except([Readme]),
        .. Folders.Select(f => Path.Combine(Root, f)).SelectMany(f => Directory.GetFiles(f, "README.md", SearchOption.AllDirectories)),
    ];

    /// <summary>The picture of what <c>run</c> prints.</summary>
    public static string RunPictureFile => Path.Combine(Root, "docs", "run.svg");

    /// <summary>The lines of that picture: the command, and what it prints.</summary>
    public static IReadOnlyList<string> RunPicture { get; } =
        [.. XDocument.Load(RunPictureFile).Root!.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    /// <summary>The fenced blocks of a document.</summary>
    public static IEnumerable<DocumentBlock> Blocks(string file)
    {
        string name = Path.GetRelativePath(Root, file);
        string? language = null;
        var lines = new List<string>();
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            if (fence && language is null)
            {
                language = line[3..].Trim();
                lines = [];
            }
            else if (fence && language is not null)
            {
                yield return new DocumentBlock(name, number - lines.Count - 1, language, lines);
                language = null;
            }
            else if (language is not null)
            {
                lines.Add(line);
            }
        }
    }
}
