// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;

namespace SeL4.Build.Prerequisites;

/// <summary>What the machine that builds is, as far as installing goes.</summary>
/// <param name="Manager">Its package manager, or <see langword="null"/> when it has none that the table knows.</param>
/// <param name="CanInstall">The driver may install by itself: Debian, and root.</param>
internal sealed record Platform(PackageManager? Manager, bool CanInstall)
{
    public static Platform Current()
    {
        if (ProgramFinder.Find("apt-get") is not null)
        {
            return new Platform(PackageManager.Apt, Environment.IsPrivilegedProcess);
        }

        if (ProgramFinder.Find("dnf") is not null)
        {
            return new Platform(PackageManager.Dnf, false);
        }

        return new Platform(ProgramFinder.Find("brew") is not null ? PackageManager.Brew : null, false);
    }
}
