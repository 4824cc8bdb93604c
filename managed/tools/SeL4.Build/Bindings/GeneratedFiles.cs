// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Bindings;

/// <summary>Generated files, and the folders of the repository that hold nothing else.</summary>
internal sealed class GeneratedFiles(string root, IReadOnlyList<string> folders)
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    public void Add(string path, string text) => _files.Add(path, Normalize(text));

    /// <summary>What is different in the repository, a sentence each.</summary>
    public IReadOnlyList<string> Differences() =>
    [
        .. _files.Where(file => Committed(file.Key) is not { } text || text != file.Value)
            .Select(file => $"{file.Key} {(Committed(file.Key) is null ? "is missing" : "differs")}"),
        .. Surplus().Select(file => $"{file} is not generated any more"),
    ];

    /// <summary>Writes what is different into the repository and says what that was.</summary>
    public IReadOnlyList<string> Write()
    {
        IReadOnlyList<string> differences = Differences();
        foreach (string file in Surplus())
        {
            File.Delete(Path.Combine(root, file));
        }

        foreach ((string file, string text) in _files.Where(f => Committed(f.Key) != f.Value))
        {
            string path = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return differences;
    }

    private string? Committed(string file)
    {
        string path = Path.Combine(root, file);
        return File.Exists(path) ? Normalize(File.ReadAllText(path)) : null;
    }

    private List<string> Surplus() =>
    [
        .. folders.Where(folder => Directory.Exists(Path.Combine(root, folder)))
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder)).Select(f => $"{folder}/{Path.GetFileName(f)}"))
            .Where(file => !_files.ContainsKey(file))
            .Order(StringComparer.Ordinal),
    ];

    // The generator writes the line ends of the system it runs on, and no line end after the last brace.
    private static string Normalize(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
