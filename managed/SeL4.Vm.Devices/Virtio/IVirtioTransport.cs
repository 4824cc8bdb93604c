// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>What a queue asks of the transport.</summary>
internal interface IVirtioTransport
{
    /// <summary>A device has returned a chain: the driver has to be shown it, and told if it wants to be.</summary>
    void Returned(VirtioQueue queue);
}
