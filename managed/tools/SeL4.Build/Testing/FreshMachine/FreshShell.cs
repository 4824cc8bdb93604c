// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>
/// Runs commands on the fresh machine: in its root, with its own processes. What is mounted there is mounted in the view of these
/// processes alone, and is gone with the last of them, however that ends; it is never seen from outside.
/// </summary>
/// <param name="root">The root file system, with the caches that it shares.</param>
internal sealed class FreshShell(FreshRoot root)
{
    /// <summary>Where the repository lies there.</summary>
    public const string Checkout = "SeL4.Vm";

    /// <summary>Where the .NET SDK lies there, as on most machines.</summary>
    private const string Sdk = "/usr/share/dotnet";

    // $1 root, $2 the SDK here, $3 and $4 caches here, $5 home, $6 user; then the environment and the command.
    private const string Script = """
        set -e
        root=$1 sdk=$2 archives=$3 nuget=$4 home=$5 user=$6
        shift 6
        mount --bind "$root" "$root" # "/" is a mount point on a machine, and PowerShell counts on it
        mkdir -p "$root/usr/share/dotnet"
        mount -t proc proc "$root/proc"
        mount --bind "$sdk" "$root/usr/share/dotnet"
        mount -o remount,bind,ro "$root/usr/share/dotnet"
        mount --bind "$archives" "$root/var/cache/apt/archives"
        mount --bind "$nuget" "$root$home/.nuget/packages"
        exec chroot --userspec="$user" "$root" /usr/bin/env -i "$@"
        """;

    private const string ScriptName = "enter.sh";

    /// <summary>Puts into a root what shells there need.</summary>
    public static void Install(string root)
    {
        File.WriteAllText(Path.Combine(root, ScriptName), Script);
        File.CreateSymbolicLink(Path.Combine(root, "usr/bin/dotnet"), Sdk + "/dotnet"); // as packages of the SDK do
    }

    /// <summary>The rights that it takes are there.</summary>
    public static async Task<bool> IsPossibleAsync(CancellationToken cancellation) =>
        await ProcessRunner.ReadAsync(new CommandLine("unshare", "--mount", "--pid", "--fork", "--kill-child", "true"), cancellation) is not null;

    /// <summary>The command that runs a line of a shell there, in the copy of the repository.</summary>
    /// <param name="user">Who types it.</param>
    /// <param name="line">The line.</param>
    public CommandLine Command(FreshUser user, string line) => new(
        "unshare",
        [
            "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child=KILL",
            "sh", Path.Combine(root.Root, ScriptName), root.Root, SdkFolder(), root.Archives, root.NuGet(user), user.Home, user.Identity,
            .. MachineSettings.Variables(user.Home, Environment.GetEnvironmentVariables()).Select(v => $"{v.Key}={v.Value}"),
            "sh", "-c", $"cd '{user.Home}/{Checkout}' && {line}",
        ]);

    /// <summary>The folder of the SDK that this driver runs on.</summary>
    internal static string SdkFolder()
    {
        string program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath!;
        return Path.GetDirectoryName(new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program)!;
    }
}
