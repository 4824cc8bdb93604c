// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>Somebody who uses the fresh machine.</summary>
/// <param name="Home">The folder, as a path there.</param>
/// <param name="Identity">Numbers of user and group, as chroot takes them.</param>
internal sealed record FreshUser(string Home, string Identity)
{
    public static FreshUser Root { get; } = new("/root", "0:0");

    /// <summary>No root, and nothing else either.</summary>
    public static FreshUser Ordinary { get; } = new("/home/somebody", "1000:1000");
}
