// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Who answers the faults of a reservation.</summary>
internal abstract class FaultHandler
{
    public abstract FaultResult Invoke(ref MemoryFault fault);
}

/// <summary>A delegate answers.</summary>
internal sealed class DelegateFaultHandler(MemoryFaultHandler handler) : FaultHandler
{
    public override FaultResult Invoke(ref MemoryFault fault) => handler(ref fault);
}

/// <summary>A type that is known at compile time answers; the call is direct.</summary>
internal sealed class StaticFaultHandler<THandler, TState>(TState state) : FaultHandler
    where THandler : IMemoryFaultHandler<TState>
{
    private TState _state = state;

    public override FaultResult Invoke(ref MemoryFault fault) => THandler.Handle(ref fault, ref _state);
}
