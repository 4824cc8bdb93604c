// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;

namespace SeL4.Build.Testing.Inputs;

/// <summary>The files that one compilation or one link has read, as the compiler or the linker wrote them down.</summary>
/// <param name="Output">What was made.</param>
/// <param name="Files">Full paths of what was read.</param>
internal sealed record StepInputs(string Output, IReadOnlyList<string> Files)
{
    /// <summary>Reads a dependency file in the form of make.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">Where the compiler ran: relative paths are relative to this.</param>
    public static IReadOnlyList<StepInputs> ReadMake(string path, string folder) => ParseMake(File.ReadAllText(path), folder);

    /// <summary>The rules of a makefile; those without inputs only say that a file may be missing.</summary>
    internal static IReadOnlyList<StepInputs> ParseMake(string text, string folder) =>
        [.. text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Select(Words)
            .Where(words => words.Count > 1)
            .Select(words => new StepInputs(words[0].TrimEnd(':'), [.. words.Skip(1).Select(f => Path.GetFullPath(f, folder))]))];

    /// <summary>What <c>ninja -t deps</c> prints: a line for each output, and below it, indented, a line for each file that was read.</summary>
    /// <param name="text">Its output.</param>
    /// <param name="folder">The folder of the build.</param>
    internal static IReadOnlyList<StepInputs> ParseNinja(string text, string folder)
    {
        List<StepInputs> steps = [];
        List<string> files = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                files.Add(Path.GetFullPath(line[4..], folder));
            }
            else
            {
                files = [];
                steps.Add(new StepInputs(line.Split(": #deps")[0], files));
            }
        }

        return steps;
    }

    // A backslash before a blank or '#' makes that a part of the name, and $$ stands for one dollar sign.
    private static List<string> Words(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || char.IsWhiteSpace(line[i]))
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                continue;
            }

            bool isEscape = i + 1 < line.Length && (line[i], line[i + 1]) is ('\\', ' ' or '#') or ('$', '$');
            word.Append(line[isEscape ? ++i : i]);
        }

        return words;
    }
}
