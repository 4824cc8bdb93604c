// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Prerequisites;

/// <summary>Whether a prerequisite is there.</summary>
/// <param name="Item">The prerequisite.</param>
/// <param name="Location">Where it was found, or <see langword="null"/>.</param>
/// <param name="Version">The version it says it has, or <see langword="null"/> when it was not asked or does not say.</param>
internal sealed record PrerequisiteStatus(Prerequisite Item, string? Location, Version? Version)
{
    public bool Found => Location is not null;

    public bool TooOld => Found && Version is not null && Item.Minimum is not null && Version < Item.Minimum;

    public bool Missing => !Found && !Item.Optional;
}
