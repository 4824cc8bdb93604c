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
    /// <exception cref="UserErrorException">
    /// It cannot be read, is empty or too large, is no regular file, or changes while it is read.
    /// </exception>
    public static byte[] Read(string file, string label, long largest, Func<long, string> tooLarge)
    {
        try
        {
            FileInfo info = Find(file, label);

            // Devices and pipes have no size, some of them no end, and to open a pipe can take for ever.
            if (info.Length == 0)
            {
                throw new UserErrorException($"{label}: {(Test("-f", info.FullName) ?? true ? "the file is empty" : "not a regular file")}");
            }

            using var stream = new FileStream(
                info.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.Length <= largest
                ? ReadWhole(stream, () => File.GetLastWriteTimeUtc(stream.SafeFileHandle), label)
                : throw new UserErrorException($"{label}: {tooLarge(stream.Length)}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{label}: {error.Message}", error);
        }
    }

    /// <summary>Reads an open file, and checks that it is afterwards what it was before.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="written">When it was last written to.</param>
    /// <param name="label">What an error calls it.</param>
    /// <exception cref="UserErrorException">It became longer or shorter, or was written to.</exception>
    internal static byte[] ReadWhole(Stream stream, Func<DateTime> written, string label)
    {
        DateTime before = written();
        byte[] content = new byte[stream.Length];
        int count = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return count == content.Length && stream.Length == content.Length && written() == before
            ? content
            : throw new UserErrorException($"{label}: the file changed while it was read");
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
            // The size that a link has is its own. A link of /dev/fd to a pipe names nothing, but can be opened.
            return info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } found ? found
                : Test("-e", file) ?? false ? throw new UserErrorException($"{label}: not a regular file")
                : throw new UserErrorException($"{label}: a symbolic link to {target}, which does not exist");
        }

        return info.Exists ? info : throw new UserErrorException($"{label}: no such file");
    }

    // What .NET does not tell of a file; null where there is no such program.
    private static bool? Test(string condition, string file)
    {
        try
        {
            using Process test = Process.Start("test", [condition, file]);
            test.WaitForExit();
            return test.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
