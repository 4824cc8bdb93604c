// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Testing;

/// <summary>The file that a test runner writes its results to.</summary>
internal static class ResultFile
{
    /// <summary>
    /// Deletes what an earlier run left there, and makes the folder: a runner that writes nothing must not be taken to have
    /// passed what it passed then.
    /// </summary>
    public static void Clear(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
    }
}
