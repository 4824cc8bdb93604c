// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.NativeAot.Checks;

/// <summary>
/// The reviewed list of what the native runtime supplies (<c>native/runtime/exports.def</c>): one symbol a line, followed by
/// <c>implemented</c> or <c>unsupported</c>; <c>#</c> starts a comment.
/// </summary>
internal static class ExportsList
{
    public static HashSet<string> Read(string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            var text = line.Split('#')[0].Trim();
            if (text.Length == 0)
            {
                continue;
            }

            names.Add(text.Split(' ', 2)[0]);
        }

        return names;
    }
}
