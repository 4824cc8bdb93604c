// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Kernels;

/// <summary>A kernel to build against and to run on.</summary>
/// <param name="Id">Its name in folders and reports: <c>bundled-debug</c>, or the name of the prefix's folder.</param>
/// <param name="Folder">The prefix; for the bundled kernel where it is going to be installed.</param>
/// <param name="Origin">Where the choice came from.</param>
/// <param name="BundledConfiguration"><c>debug</c> or <c>release</c> for the bundled kernel, else <see langword="null"/>.</param>
internal sealed record KernelChoice(string Id, string Folder, KernelOrigin Origin, string? BundledConfiguration)
{
    public bool IsBundled => BundledConfiguration is not null;

    /// <summary>Checks that <c>--release</c> was heeded: a kernel that another option names may be a debug build by its name.</summary>
    /// <exception cref="UserErrorException">It is one.</exception>
    public void RequireRelease()
    {
        if (Id.EndsWith("-debug", StringComparison.Ordinal))
        {
            string named = Origin == KernelOrigin.Environment ? "SEL4_PREFIX" : "the kernel that was named";
            throw new UserErrorException($"--release contradicts {named}: {Id} is a debug build");
        }
    }

    /// <summary>For people; says plainly when the kernel is not seL4.</summary>
    public string Title => IsBundled ? $"{Id} (bundled kernel, not seL4)" : $"{Id} (seL4 at {Folder})";
}
