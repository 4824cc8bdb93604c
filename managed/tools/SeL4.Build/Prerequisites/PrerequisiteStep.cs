// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;

namespace SeL4.Build.Prerequisites;

/// <summary>Makes sure that everything needed is installed before anything is built.</summary>
internal static class PrerequisiteStep
{
    /// <summary>Installs what is missing where the driver may, else says how.</summary>
    /// <exception cref="UserErrorException">Something is missing and was not installed.</exception>
    public static async Task EnsureAsync(BuildContext context)
    {
        List<Prerequisite> missing = Missing();
        if (missing.Count == 0)
        {
            return;
        }

        Platform platform = Platform.Current();
        if (platform.CanInstall && context.MayInstall)
        {
            await InstallAsync(context, missing);
            missing = Missing();
        }

        if (missing.Count > 0)
        {
            throw new UserErrorException(Explain(missing, platform));
        }
    }

    /// <summary>Installs one thing, which only some uses need, where the driver may.</summary>
    /// <returns>It is there.</returns>
    /// <exception cref="CommandFailedException">apt-get could not install it.</exception>
    public static async Task<bool> TryEnsureAsync(BuildContext context, Prerequisite item)
    {
        bool IsThere() => PrerequisiteChecker.Check([item]).Single().Found;
        if (!IsThere() && Platform.Current().CanInstall && context.MayInstall)
        {
            await InstallAsync(context, new AptInstaller(context.Runner, context.Repository.NewLog("install")), [item]);
        }

        return IsThere();
    }

    /// <summary>What to say when things are missing.</summary>
    internal static string Explain(IReadOnlyList<Prerequisite> missing, Platform platform)
    {
        string names = string.Join(", ", missing.Select(m => m.Name));
        IReadOnlyList<string> commands = InstallCommand.For(missing, platform);
        string how = commands.Count == 0 ? "" : "; to install: " + string.Join("  or  ", commands);
        return $"not installed: {names}{how}";
    }

    private static List<Prerequisite> Missing() =>
        [.. PrerequisiteChecker.Check(PrerequisiteTable.All).Where(s => s.Missing).Select(s => s.Item)];

    private static async Task InstallAsync(BuildContext context, List<Prerequisite> missing)
    {
        var installer = new AptInstaller(context.Runner, context.Repository.NewLog("install"));
        await InstallAsync(context, installer, missing);

        // Something is being installed anyway: what only some uses need comes along, where it can be had.
        List<Prerequisite> optional =
            [.. PrerequisiteChecker.Check(PrerequisiteTable.All).Where(s => !s.Found && s.Item.Optional).Select(s => s.Item)];
        try
        {
            await InstallAsync(context, installer, optional);
        }
        catch (CommandFailedException)
        {
            context.Steps.Note($"not installed, and not needed: {string.Join(", ", optional.Select(o => o.Name))}");
        }
    }

    private static Task InstallAsync(BuildContext context, AptInstaller installer, List<Prerequisite> items)
    {
        IReadOnlyList<string> packages = InstallCommand.Packages(PackageManager.Apt, items);
        return packages.Count == 0 ? Task.CompletedTask : context.Steps.RunAsync(
            $"Installing {string.Join(' ', packages)}",
            progress => installer.InstallAsync(packages, progress, context.Cancellation));
    }
}
