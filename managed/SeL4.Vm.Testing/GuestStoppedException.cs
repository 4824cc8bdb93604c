// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Testing;

/// <summary>The VM stopped before the guest's action was complete.</summary>
public sealed class GuestStoppedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="stop">Why it stopped.</param>
    public GuestStoppedException(VmStop stop)
        : base($"The VM stopped: {stop}.") => Stop = stop;

    /// <summary>Why it stopped.</summary>
    public VmStop Stop { get; }
}
