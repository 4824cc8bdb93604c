// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>
/// A fault handler that is a type: its state lies beside it and is passed by reference. <see cref="FaultHandler.Of"/> makes a
/// <see cref="MemoryFaultHandler"/> of it. A structure is called directly, a class through a table of types.
/// </summary>
/// <typeparam name="TState">What the handler works on.</typeparam>
public interface IMemoryFaultHandler<TState>
{
    /// <summary>Answers an access, as <see cref="MemoryFaultHandler"/> does.</summary>
    /// <param name="fault">The access.</param>
    /// <param name="state">The state that was given to <see cref="FaultHandler.Of"/>; changes stay.</param>
    /// <returns>How the guest goes on.</returns>
#pragma warning disable CA1000 // A static abstract member has no other place.
    static abstract FaultResult Handle(ref MemoryFault fault, ref TState state);
#pragma warning restore CA1000
}
