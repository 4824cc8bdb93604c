// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Security.Cryptography;
using System.Text;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>
/// The root file system of a Debian on which nothing was installed yet. It is made once, with debootstrap, and kept; each run of the
/// tests gets a copy.
/// </summary>
internal sealed class FreshRoot(BuildContext context, DebianMirror mirror, string logPath)
{
    /// <summary>
    /// Beyond what every Debian has: the libraries that Microsoft's packages of the .NET SDK depend on, which come with it on a real
    /// machine. https://learn.microsoft.com/dotnet/core/install/linux-debian, "Dependencies"; ICU is left out.
    /// </summary>
    private const string SdkDependencies = "ca-certificates,libgcc-s1,libssl3,libstdc++6,zlib1g";

    private readonly string _folder = Path.Combine(
        Folder(context.Repository), $"{mirror.Suite}-{Key(mirror.Address + SdkDependencies)}");

    /// <summary>Where everything about fresh machines is kept.</summary>
    public static string Folder(Repository repository) => Path.Combine(repository.Output, "fresh-machine");

    /// <summary>The copy that tests run in.</summary>
    public string Root => Path.Combine(_folder, "run");

    /// <summary>Packages of Debian that were downloaded already.</summary>
    public string Archives => Path.Combine(_folder, "archives");

    /// <summary>Packages of NuGet that a user has downloaded already.</summary>
    public string NuGet(FreshUser user) => Path.Combine(Folder(context.Repository), $"nuget-{user.Identity.Split(':')[0]}");

    private string Base => Path.Combine(_folder, "base");

    /// <summary>Makes the root when there is none, and a new copy of it.</summary>
    public async Task MakeAsync(StepProgress progress)
    {
        Directory.CreateDirectory(Path.Combine(Archives, "partial"));
        if (!Directory.Exists(Base))
        {
            await BootstrapAsync(progress);
        }

        Remove();
        await RunAsync(new CommandLine("cp", "-a", Base, Root), progress);
    }

    /// <summary>Removes the copy. Whatever was mounted in it is seen by its own processes alone: <see cref="FreshShell"/>.</summary>
    public void Remove() => Delete(Root);

    private async Task BootstrapAsync(StepProgress progress)
    {
        string partial = Base + ".partial";
        Delete(partial);
        await RunAsync(
            new CommandLine(
                "debootstrap", "--variant=minbase", $"--include={SdkDependencies}", $"--cache-dir={Archives}", mirror.Suite, partial,
                mirror.Address),
            progress);
        string apt = Path.Combine(partial, "etc/apt");
        File.WriteAllText(Path.Combine(apt, "sources.list"), $"deb {mirror.Address} {mirror.Suite} main\n");
        File.WriteAllText(Path.Combine(apt, "apt.conf.d/90connection"), await DebianMirror.ConnectionSettingsAsync(context.Cancellation));
        File.WriteAllText(Path.Combine(partial, "etc/dpkg/dpkg.cfg.d/unsafe-io"), "force-unsafe-io\n"); // nobody needs it after a crash
        Directory.GetFiles(Path.Combine(partial, "var/lib/apt/lists")).ToList().ForEach(File.Delete); // as after the installer's last step
        Directory.Move(partial, Base);
    }

    private Task RunAsync(CommandLine command, StepProgress progress) =>
        context.Runner.RunAsync(command, logPath, progress, context.Cancellation);

    // Processes that were stopped, by Ctrl-C for example, may write for a moment more.
    private static void Delete(string folder)
    {
        for (int attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < 10)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
