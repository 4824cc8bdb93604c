// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;

namespace SeL4.Build.Building;

/// <summary>Calls the .NET SDK that this driver runs on.</summary>
internal static class DotNet
{
    /// <summary>The configuration that managed projects are built in.</summary>
    public const string Configuration = "Release";

    // No server may outlive the command: it would hold its pipes and, after Ctrl-C, run on.
    private static readonly Dictionary<string, string?> NoServers = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDTERMINALLOGGER"] = "off",
    };

    public static CommandLine Command(params IReadOnlyList<string> arguments) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath ?? "dotnet", arguments)
        {
            Environment = NoServers,
        };
}
