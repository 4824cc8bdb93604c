// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>
/// A native call that may ask a frame source or a visitor, which may use the whole API: while it is under way, the VM is
/// not taken apart.
/// </summary>
internal readonly ref struct NativeCall
{
    private readonly VirtualMachine _machine;

    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    public NativeCall(VirtualMachine machine)
    {
        _machine = machine;
        machine.BeginCall();
    }

    /// <summary>Throws what a frame source has thrown in this call, unless it comes out of <see cref="VirtualMachine.Run"/>.</summary>
    public void Rethrow() => _machine.RethrowFromSource();

    /// <summary>The native side has returned.</summary>
    public void Dispose() => _machine.EndCall();
}
