// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SeL4.Build.Building;

/// <summary>Says whether files have changed since a step last succeeded: by their names, sizes and times.</summary>
internal sealed class InputFingerprint(string stampPath)
{
    /// <summary>The fingerprint of every file under <paramref name="paths"/>, which may be folders or files.</summary>
    public static string Of(IEnumerable<string> paths)
    {
        var text = new StringBuilder();
        foreach (FileInfo file in paths.SelectMany(Files).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The fingerprint is the one that the step succeeded with.</summary>
    public bool Matches(string fingerprint) =>
        File.Exists(stampPath) && File.ReadAllText(stampPath) == fingerprint;

    /// <summary>Notes that the step succeeded.</summary>
    public void Store(string fingerprint)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(stampPath)!);
        File.WriteAllText(stampPath, fingerprint);
    }

    private static IEnumerable<FileInfo> Files(string path) =>
        Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
            : File.Exists(path) ? [new FileInfo(path)] : [];
}
