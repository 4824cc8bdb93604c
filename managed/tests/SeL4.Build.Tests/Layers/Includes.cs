// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;

namespace SeL4.Build.Tests.Layers;

/// <summary>The <c>#include</c> lines of the C and assembly sources below a folder, as arrows between parts of it.</summary>
internal sealed partial class Includes(string root, IEnumerable<string> parts)
{
    private static readonly HashSet<string> Extensions = [".c", ".h", ".S", ".inc"];

    private readonly string[] _parts = [.. parts];

    /// <summary>
    /// An arrow for each header of <see cref="_parts"/> that a file of them includes, also of its own part. A header belongs to the
    /// folder that it is found in: that of the file, then <c>include</c> and <c>src</c> of the file's part, then <paramref name="others"/>
    /// and <c>include</c> of the other parts. What is in none of them comes from outside.
    /// </summary>
    public IReadOnlyCollection<Arrow> Arrows(params string[] others) =>
    [
        .. from part in _parts
           let folder = Path.Combine(root, part)
           from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
           where Extensions.Contains(Path.GetExtension(file))
           from Match match in Include().Matches(File.ReadAllText(file))
           let header = match.Groups["path"].Value
           let found = Find(header, [Path.GetDirectoryName(file)!, .. Roots(folder), .. others, .. _parts.SelectMany(p => Roots(Path.Combine(root, p)).Take(1))])
           let to = found is null ? null : _parts.FirstOrDefault(p => IsBelow(found, Path.Combine(root, p)))
           where to is not null
           select new Arrow(part, to, $"{Path.GetRelativePath(root, file)}: {header}"),
    ];

    private static string[] Roots(string part) => [Path.Combine(part, "include"), Path.Combine(part, "src")];

    private static string? Find(string header, IEnumerable<string> folders) =>
        folders.Select(folder => Path.GetFullPath(Path.Combine(folder, header))).FirstOrDefault(File.Exists);

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    [GeneratedRegex("""^[ \t]*#[ \t]*include[ \t]*[<"](?<path>[^>"]+)[>"]""", RegexOptions.Multiline)]
    private static partial Regex Include();
}
