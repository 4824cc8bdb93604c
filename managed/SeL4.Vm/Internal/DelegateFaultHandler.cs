// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Internal;

/// <summary>A delegate answers.</summary>
internal sealed class DelegateFaultHandler(MemoryFaultHandler handler) : FaultHandler
{
    public override FaultResult Invoke(ref MemoryFault fault) => handler(ref fault);
}
