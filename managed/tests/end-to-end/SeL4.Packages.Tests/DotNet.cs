// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;

namespace SeL4.Packages.Tests;

/// <summary>The <c>dotnet</c> command, and the build driver.</summary>
internal static class DotNet
{
    /// <summary>Runs it and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it printed.</exception>
    public static Task<string> RunAsync(string folder, params string[] arguments) => RunProgramAsync("dotnet", folder, arguments);

    /// <summary>Runs the build driver of the repository and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it printed.</exception>
    public static Task<string> BuildAsync(string repository, params string[] arguments) =>
        RunProgramAsync(Path.Combine(repository, "build.sh"), repository, arguments);

    private static async Task<string> RunProgramAsync(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Settings of the build that runs this test are not those of the one that it starts.
        foreach (string name in new[] { "SEL4_SDK", "SEL4_KERNEL_ID", "SEL4_PREFIX", "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "VSTEST_CONNECTION_TIMEOUT" })
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
    }
}
