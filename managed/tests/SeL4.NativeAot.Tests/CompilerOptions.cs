// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.NativeAot.Tests;

/// <summary>What a response file of the compiler says, without the names of folders.</summary>
internal static class CompilerOptions
{
    // Options whose value is a file: they are compared by the file's name.
    private static readonly string[] FileOptions =
        ["-r:", "--satellite:", "--mibc:", "--rdxml:", "--descriptor:", "--directpinvokelist:", "--order:"];

    // Options whose value is a list between quotation marks.
    private static readonly string[] ListOptions = ["--nowarn:", "--warnaserr:", "--nowarnaserr:"];

    /// <summary>The options, each once; lists and wildcards are taken apart.</summary>
    public static SortedSet<string> Normalize(IEnumerable<string> lines) => new(lines.SelectMany(Parts), StringComparer.Ordinal);

    private static IEnumerable<string> Parts(string line)
    {
        if (!line.StartsWith('-'))
        {
            return ["input:" + Path.GetFileName(line)];
        }

        if (line.StartsWith("-o:", StringComparison.Ordinal))
        {
            return ["-o:" + Path.GetFileName(line)];
        }

        if (FileOptions.FirstOrDefault(o => line.StartsWith(o, StringComparison.Ordinal)) is { } file)
        {
            return Files(line[file.Length..]).Select(f => file + Path.GetFileName(f));
        }

        if (ListOptions.FirstOrDefault(o => line.StartsWith(o, StringComparison.Ordinal)) is { } list)
        {
            return line[list.Length..].Trim('"').Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(v => list + v);
        }

        return [line];
    }

    private static string[] Files(string path) =>
        path.Contains('*', StringComparison.Ordinal) ? Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)) : [path];
}
