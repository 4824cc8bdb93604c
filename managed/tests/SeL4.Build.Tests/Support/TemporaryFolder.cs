// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;

namespace SeL4.Build.Tests.Support;

/// <summary>A folder of one test; gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("sel4-build-test-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, and the folders above it.</summary>
    public string Write(string name, string content)
    {
        string path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>
    /// Writes a shell script that can be started. Another process writes it: were it open for writing here while a
    /// test beside this one starts a program, that one would hold it open for a moment, and it could not be run.
    /// </summary>
    public string Script(string name, string body)
    {
        string path = File(name);
        using Process install = Process.Start("install", ["-m", "700", Write(name + ".sh", "#!/bin/sh\n" + body), path]);
        install.WaitForExit();
        return install.ExitCode == 0 ? path : throw new IOException($"{path}: install ended with status {install.ExitCode}");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
