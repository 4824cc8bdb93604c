// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Internal;

/// <summary>Who answers the faults of a reservation.</summary>
internal abstract class FaultHandler
{
    public abstract FaultResult Invoke(ref MemoryFault fault);
}
