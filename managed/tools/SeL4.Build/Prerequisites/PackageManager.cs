// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Prerequisites;

/// <summary>The package managers whose names for things the table knows.</summary>
internal enum PackageManager
{
    /// <summary>Debian and its kin.</summary>
    Apt,

    /// <summary>Fedora and its kin.</summary>
    Dnf,

    /// <summary>Homebrew on macOS.</summary>
    Brew,
}
