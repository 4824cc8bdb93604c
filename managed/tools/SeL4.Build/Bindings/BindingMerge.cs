// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;

namespace SeL4.Build.Bindings;

/// <summary>
/// The output of several runs of the generator, one a header. A header that only declares a structure (<c>struct vm;</c>)
/// gives an empty one; the header that defines it gives the real one, which is kept.
/// </summary>
internal sealed partial class BindingMerge
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Files => _files;

    public void Add(string folder)
    {
        foreach (string path in Directory.GetFiles(folder))
        {
            string name = Path.GetFileName(path);
            string text = File.ReadAllText(path);
            if (!_files.TryGetValue(name, out string? known) || IsForwardDeclaration(known))
            {
                _files[name] = text;
            }
            else if (known != text && !IsForwardDeclaration(text))
            {
                throw new UserErrorException($"two headers give different bindings of {name}: {folder} and one before");
            }
        }
    }

    // Its test says that the size is that of an empty structure in C#, 1.
    private static bool IsForwardDeclaration(string text) => EmptyStructure().IsMatch(text) || EmptySize().IsMatch(text);

    [GeneratedRegex(@"partial struct \w+\s*\{\s*\}\s*$")]
    private static partial Regex EmptyStructure();

    [GeneratedRegex(@"Assert\.Equal\(1, sizeof\(")]
    private static partial Regex EmptySize();
}
