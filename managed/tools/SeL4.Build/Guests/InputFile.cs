// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics;

namespace SeL4.Build.Guests;

/// <summary>Reads a file that the user names.</summary>
internal static class InputFile
{
    /// <summary>Its content.</summary>
    /// <param name="file">The file; links are followed.</param>
    /// <param name="label">What an error calls it.</param>
    /// <param name="largest">Most bytes that it may have.</param>
    /// <param name="tooLarge">What is wrong with more, for the error.</param>
    /// <exception cref="UserErrorException">It cannot be read, is empty or too large, or is no regular file.</exception>
    public static byte[] Read(string file, string label, long largest, Func<long, string> tooLarge)
    {
        try
        {
            FileInfo info = Find(file, label);
            return info.Length switch
            {
                // Devices and pipes have no size either, and some of them no end.
                0 => throw new UserErrorException($"{label}: {(IsRegular(info.FullName) ? "the file is empty" : "not a regular file")}"),
                _ when info.Length > largest => throw new UserErrorException($"{label}: {tooLarge(info.Length)}"),
                _ => File.ReadAllBytes(info.FullName),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{label}: {error.Message}", error);
        }
    }

    private static FileInfo Find(string file, string label)
    {
        if (file.Length == 0)
        {
            throw new UserErrorException($"{label}: names no file");
        }

        if (Directory.Exists(file))
        {
            throw new UserErrorException($"{label}: a folder, not a file");
        }

        var info = new FileInfo(file);
        if (info.LinkTarget is { } target)
        {
            // The size that a link has is its own.
            return info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } found
                ? found
                : throw new UserErrorException($"{label}: a symbolic link to {target}, which does not exist");
        }

        return info.Exists ? info : throw new UserErrorException($"{label}: no such file");
    }

    private static bool IsRegular(string file)
    {
        try
        {
            using Process test = Process.Start("test", ["-f", file]);
            test.WaitForExit();
            return test.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }
}
