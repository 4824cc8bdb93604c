// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Makes a <see cref="MemoryFaultHandler"/> of a type that implements <see cref="IMemoryFaultHandler{TState}"/>.</summary>
public static class FaultHandler
{
    /// <summary>A handler that is a type, together with its state.</summary>
    /// <typeparam name="THandler">Answers the accesses.</typeparam>
    /// <typeparam name="TState">What it works on.</typeparam>
    /// <param name="state">The state at the beginning. Each call gets it by reference, and changes stay.</param>
    /// <returns>The handler, for every place that takes one. Reservations that share it share the state.</returns>
    public static MemoryFaultHandler Of<THandler, TState>(TState state)
        where THandler : IMemoryFaultHandler<TState> => new Bound<THandler, TState>(state).Handle;

    private sealed class Bound<THandler, TState>(TState state)
        where THandler : IMemoryFaultHandler<TState>
    {
        private TState _state = state;

        public FaultResult Handle(ref MemoryFault fault) => THandler.Handle(ref fault, ref _state);
    }
}
