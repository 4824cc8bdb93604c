// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// An announced interrupt of a VM, for who announced it to dispose of; it goes with its VM at the latest. Afterwards its
/// methods throw <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed unsafe class InterruptLine : IDisposable
{
    private readonly InterruptController _controller;
    private Action<Vcpu>? _acknowledged;
    private GCHandle _self;
    private bool _disposed;

    internal InterruptLine(InterruptController controller, Vcpu vcpu, int number, Action<Vcpu>? acknowledged)
    {
        _controller = controller;
        _acknowledged = acknowledged;
        Vcpu = vcpu;
        Number = number;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>The vCPU of a PPI; for an SPI one of the VM's.</summary>
    public Vcpu Vcpu { get; }

    /// <summary>Number of the interrupt.</summary>
    public int Number { get; }

    /// <summary>Its state.</summary>
    /// <remarks>Maps to <c>vm_get_irq_state</c>.</remarks>
    public InterruptState State => _controller.GetState(Live, Number);

    internal delegate* unmanaged[Cdecl]<vm_vcpu_t*, int, void*, void> Callback =>
        _acknowledged is null ? null : NativeCallbacks.InterruptAcknowledged;

    internal void* Cookie => (void*)GCHandle.ToIntPtr(_self);

    private Vcpu Live
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Vcpu;
        }
    }

    /// <summary>Makes it pending, once.</summary>
    /// <exception cref="InterruptException">The library refused.</exception>
    /// <remarks>Maps to <c>vm_inject_irq</c>.</remarks>
    public void Inject() => _controller.Inject(Live, Number);

    /// <summary>Sets its level: while high, a level-sensitive interrupt is pending again after each end.</summary>
    /// <param name="isHigh">High or low.</param>
    /// <exception cref="InterruptException">The library refused.</exception>
    /// <remarks>Maps to <c>vm_set_irq_level</c>.</remarks>
    public void SetLevel(bool isHigh) =>
        _controller.Check(GuestIrqControllerNative.vm_set_irq_level(Live.Native, Number, isHigh ? 1 : 0), Number);

    /// <summary>Takes the announcement back. Doing it again, or after the VM, has no effect.</summary>
    /// <exception cref="InterruptException">The library refused.</exception>
    /// <remarks>Maps to <c>vm_unregister_irq</c>.</remarks>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _controller.Check(GuestIrqControllerExtNative.vm_unregister_irq(Vcpu.Native, Number), Number);
        _controller.Forget(this);
        Detach();
    }

    internal void DispatchAcknowledged(vm_vcpu_t* vcpu) => _acknowledged!(Vcpu.Machine.VcpuOf(vcpu));

    internal void Detach()
    {
        _disposed = true;
        _acknowledged = null;
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }
}
