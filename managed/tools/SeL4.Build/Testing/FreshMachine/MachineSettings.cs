// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>What a new machine must be told of this one's network to reach what this one reaches.</summary>
internal static class MachineSettings
{
    /// <summary>Where Debian's ca-certificates puts the certificates of all authorities.</summary>
    public const string Certificates = "etc/ssl/certs/ca-certificates.crt";

    private static readonly string[] Proxies = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"];

    /// <summary>The variables of a user's shell there.</summary>
    /// <param name="home">The user's folder.</param>
    /// <param name="ours">The variables here.</param>
    public static IReadOnlyDictionary<string, string> Variables(string home, IDictionary ours)
    {
        // The .NET SDK's own package brings ICU; a program that does without needs no more than this.
        Dictionary<string, string> variables = new()
        {
            ["HOME"] = home,
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        };
        foreach (DictionaryEntry entry in ours)
        {
            if (entry is { Key: string name, Value: string value } && IsNetwork(name))
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    /// <summary>Puts this machine's names, certificates and sources of packages into a root.</summary>
    /// <param name="root">The root.</param>
    /// <param name="homes">The folders of its users, in it.</param>
    public static void Copy(string root, IEnumerable<string> homes)
    {
        CopyFile("/etc/resolv.conf", Path.Combine(root, "etc/resolv.conf"));
        CopyFile("/etc/hosts", Path.Combine(root, "etc/hosts"));
        string? named = Environment.GetEnvironmentVariable("SSL_CERT_FILE");
        CopyFile(string.IsNullOrEmpty(named) ? "/" + Certificates : named, Path.Combine(root, Certificates));
        string config = Path.Combine(".nuget", "NuGet", "NuGet.Config");
        string user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (string home in homes)
        {
            CopyFile(Path.Combine(user, config), Path.Combine(root, home, config));
        }
    }

    // Where packages are put is not the network's business.
    private static bool IsNetwork(string name) =>
        Proxies.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (name.StartsWith("NUGET_", StringComparison.Ordinal) && name is not ("NUGET_PACKAGES" or "NUGET_HTTP_CACHE_PATH" or "NUGET_SCRATCH"));

    private static void CopyFile(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Delete(to);
            File.Copy(from, to);
        }
    }
}
