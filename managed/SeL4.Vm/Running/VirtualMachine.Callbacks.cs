// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>Handlers, and the calls that C makes to them; <see cref="NativeBoundary"/> catches what these throw.</content>
public sealed unsafe partial class VirtualMachine
{
    private MemoryFaultHandler? _unhandledMemoryFault;
    private SmcHandler? _smcHandler;
    private TraceHandler? _trace;

    /// <summary>Answers accesses outside of every reservation, and those that a reservation's handler left unhandled.</summary>
    /// <remarks>Maps to <c>vm_register_unhandled_mem_fault_callback</c>.</remarks>
    public MemoryFaultHandler? UnhandledMemoryFault
    {
        get => _unhandledMemoryFault;
        set
        {
            Check(GuestVmNative.vm_register_unhandled_mem_fault_callback(
                Native, value is null ? null : NativeCallbacks.UnhandledMemoryFault, Cookie));
            _unhandledMemoryFault = value;
        }
    }

    /// <summary>Told of notifications and messages that reach the VM's endpoint and are not of its vCPUs. Without one they stop the VM.</summary>
    /// <remarks>Maps to <c>vm_register_notification_callback</c>.</remarks>
    public NotificationHandler? NotificationReceived { get; set; }

    /// <summary>Answers the guest's SMC and HVC calls in place of the library, which knows PSCI and SMCCC.</summary>
    /// <remarks>Maps to <c>vm_register_smc_handler_callback</c>. <see cref="SmcCall.HandleDefault"/> leaves a call to the library.</remarks>
    public SmcHandler? SmcHandler
    {
        get => _smcHandler;
        set
        {
            Check(GuestVmArchNative.vm_register_smc_handler_callback(Native, value is null ? null : NativeCallbacks.SmcCall));
            _smcHandler = value;
        }
    }

    /// <summary>Told of everything that the guest causes: faults, calls, waits, interrupts, with what became of each. While there is none, an event costs one comparison more.</summary>
    /// <remarks>Maps to <c>vm_set_tracer</c>. It may be set at any time, by a handler too.</remarks>
    public TraceHandler? Trace
    {
        get => _trace;
        set
        {
            Check(GuestTraceNative.vm_set_tracer(Native, value is null ? null : NativeCallbacks.Trace, Cookie));
            _trace = value;
        }
    }

    /// <summary>Lets a reservation's handler answer an access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FaultResult Dispatch(MemoryReservation reservation, vm_vcpu_t* vcpu, ulong address, ulong length)
    {
        if (_exception is not null)
        {
            return FaultResult.Error;
        }

        ReleaseDeferred();
        if (reservation.IsDisposed)
        {
            return FaultResult.Unhandled;
        }

        reservation.CountFault();
        var fault = new MemoryFault(this, reservation, vcpu, address, length);
        return reservation.Handler!(ref fault);
    }

    internal FaultResult DispatchUnhandled(vm_vcpu_t* vcpu, ulong address, ulong length)
    {
        if (_exception is not null)
        {
            return FaultResult.Error;
        }

        var fault = new MemoryFault(this, Memory.Find(new GuestAddress(address)), vcpu, address, length);
        return _unhandledMemoryFault is { } handler ? handler(ref fault) : FaultResult.Unhandled;
    }

    internal bool DispatchNotification(ulong badge)
    {
        ReleaseDeferred();
        if (badge == ShimVmNative.SHIM_SIGNAL_BADGE)
        {
            RunPosted();
            return true;
        }

        return NotificationReceived?.Invoke(this, badge) ?? false;
    }

    internal void DispatchTrace(vm_trace_event_t* traced) => _trace?.Invoke(new TraceEvent(this, *traced));

    /// <summary>Lets the handler answer a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool DispatchSmc(vm_vcpu_t* vcpu, seL4_UserContext* registers)
    {
        var call = new SmcCall(this, vcpu, registers);
        return _smcHandler is { } handler ? handler(ref call) : call.HandleDefault();
    }

    private void DetachHandlers()
    {
        _unhandledMemoryFault = null;
        _smcHandler = null;
        _trace = null;
        NotificationReceived = null;
        _posted.Clear();
    }

    private void RunPosted()
    {
        // What these actions post waits for the next signal: the VM has to be able to stop in between.
        try
        {
            for (int left = _posted.Count; left > 0 && _posted.TryDequeue(out Action? action); left--)
            {
                action();
            }
        }
        finally
        {
            if (!_posted.IsEmpty)
            {
                ShimVmNative.shim_vm_signal(_vm);
            }
        }
    }
}
