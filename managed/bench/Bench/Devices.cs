// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;

namespace SeL4.Bench;

/// <summary>Answers loads, as <c>answer_load</c> does in C.</summary>
internal readonly struct LoadDevice : IMemoryFaultHandler<ulong>
{
    public static FaultResult Handle(ref MemoryFault fault, ref ulong state)
    {
        fault.Data = state;
        return FaultResult.Handled;
    }
}

/// <summary>Takes stores, as <c>answer_store</c> does in C.</summary>
internal readonly struct StoreDevice : IMemoryFaultHandler<ulong>
{
    public static FaultResult Handle(ref MemoryFault fault, ref ulong state)
    {
        state = fault.Data;
        return FaultResult.Handled;
    }
}

/// <summary>Ignores accesses, as <c>answer_ignore</c> does in C.</summary>
internal readonly struct IgnoreDevice : IMemoryFaultHandler<ulong>
{
    public static FaultResult Handle(ref MemoryFault fault, ref ulong state) => FaultResult.Ignore;
}
