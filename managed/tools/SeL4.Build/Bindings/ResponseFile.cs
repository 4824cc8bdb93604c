// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Bindings;

/// <summary>The generator's options for one header.</summary>
/// <param name="Path">The file, relative to the repository's root.</param>
/// <param name="Header">The header, relative to the repository's root.</param>
internal sealed record ResponseFile(string Path, string Header)
{
    private const string Ending = ".rsp";
    private const string HeaderOption = "--traverse";

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<ResponseFile> All(string root) => Directory
        .GetFiles(System.IO.Path.Combine(root, BindingsLayout.Options), "*" + Ending)
        .Select(file => $"{BindingsLayout.Options}/{System.IO.Path.GetFileName(file)}")
        .Where(file => file != BindingsLayout.Settings)
        .Order(StringComparer.Ordinal)
        .Select(file => new ResponseFile(file, HeaderOf(System.IO.Path.Combine(root, file))));

    private static string HeaderOf(string file)
    {
        string[] lines = File.ReadAllLines(file);
        int option = Array.IndexOf(lines, HeaderOption);
        return option >= 0 && option + 1 < lines.Length
            ? lines[option + 1]
            : throw new UserErrorException($"{file}: {HeaderOption} names no header");
    }
}
