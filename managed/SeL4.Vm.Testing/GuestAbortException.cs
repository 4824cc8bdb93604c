// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Testing;

/// <summary>The guest got an abort in place of its access.</summary>
public sealed class GuestAbortException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="address">What the guest accessed.</param>
    public GuestAbortException(GuestAddress address)
        : base($"The guest's access to {address} was answered by an abort.") => Address = address;

    /// <summary>What the guest accessed.</summary>
    public GuestAddress Address { get; }
}
