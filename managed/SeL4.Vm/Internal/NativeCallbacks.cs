// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// The functions that C calls: one for each kind of callback, with a GC handle as the cookie. None lets an exception out, for which all
/// but the two fastest go through <see cref="NativeBoundary"/>; and none allocates.
/// </summary>
internal static unsafe class NativeCallbacks
{
    public static delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> MemoryFault => &OnMemoryFault;

    public static delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> UnhandledMemoryFault => &OnUnhandledMemoryFault;

    public static delegate* unmanaged[Cdecl]<vm_t*, ulong, seL4_MessageInfo_t, void*, int> Notification => &OnNotification;

    public static delegate* unmanaged[Cdecl]<vm_vcpu_t*, uint, void*, int> VcpuFault => &OnVcpuFault;

    public static delegate* unmanaged[Cdecl]<vm_vcpu_t*, seL4_UserContext*, int> SmcCall => &OnSmcCall;

    public static delegate* unmanaged[Cdecl]<vm_t*, vm_trace_event_t*, void*, void> Trace => &OnTrace;

    public static delegate* unmanaged[Cdecl]<vm_vcpu_t*, int, void*, void> InterruptAcknowledged => &OnInterruptAcknowledged;

    // This and OnSmcCall are what a guest's speed depends on: all that usually happens is inlined here. NativeBoundary.Enter is written
    // out, as the compiler inlines no method with a catch, and its frame costs 18 instructions a fault.
#pragma warning disable CA1031 // Whatever it is, it must not reach C.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    [SkipLocalsInit]
    private static memory_fault_result_t OnMemoryFault(vm_t* vm, vm_vcpu_t* vcpu, nuint address, nuint length, void* cookie)
    {
        MemoryReservation reservation = Target<MemoryReservation>(cookie);
        VirtualMachine machine = reservation.Memory.Machine;
        try
        {
            return (memory_fault_result_t)machine.Dispatch(reservation, vcpu, address, length);
        }
        catch (Exception exception)
        {
            machine.Capture(exception);
            return memory_fault_result_t.FAULT_ERROR;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    [SkipLocalsInit]
    private static int OnSmcCall(vm_vcpu_t* vcpu, seL4_UserContext* registers)
    {
        VirtualMachine machine = Target<VirtualMachine>(ShimVcpuNative.shim_vcpu_cookie(vcpu));
        try
        {
            return machine.DispatchSmc(vcpu, registers) ? 0 : 1;
        }
        catch (Exception exception)
        {
            return machine.Capture(exception) ? 0 : 1;
        }
    }
#pragma warning restore CA1031

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static memory_fault_result_t OnUnhandledMemoryFault(vm_t* vm, vm_vcpu_t* vcpu, nuint address, nuint length, void* cookie) =>
        (memory_fault_result_t)NativeBoundary.Enter<UnhandledFaultCallback, FaultResult>(
            new(Target<VirtualMachine>(cookie), vcpu, address, length));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnNotification(vm_t* vm, ulong badge, seL4_MessageInfo_t tag, void* cookie) =>
        NativeBoundary.Enter<NotificationCallback, bool>(new(Target<VirtualMachine>(cookie), badge)) ? 0 : 1;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnVcpuFault(vm_vcpu_t* vcpu, uint syndrome, void* cookie) =>
        NativeBoundary.Enter<VcpuFaultCallback, bool>(new(Target<Vcpu>(cookie), syndrome)) ? 0 : 1;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnInterruptAcknowledged(vm_vcpu_t* vcpu, int interrupt, void* cookie) =>
        NativeBoundary.Enter<AcknowledgedCallback, bool>(new(Target<InterruptLine>(cookie), vcpu));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnTrace(vm_t* vm, vm_trace_event_t* traced, void* cookie) =>
        NativeBoundary.Enter<TraceCallback, bool>(new(Target<VirtualMachine>(cookie), traced));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Target<T>(void* cookie)
        where T : class => Unsafe.As<T>(GCHandle.FromIntPtr((nint)cookie).Target!);

    private readonly struct UnhandledFaultCallback(VirtualMachine machine, vm_vcpu_t* vcpu, ulong address, ulong length)
        : INativeCallback<FaultResult>
    {
        public FaultResult Invoke() => machine.DispatchUnhandled(vcpu, address, length);

        public FaultResult Fail(Exception exception)
        {
            machine.Capture(exception);
            return FaultResult.Error;
        }
    }

    private readonly struct NotificationCallback(VirtualMachine machine, ulong badge) : INativeCallback<bool>
    {
        public bool Invoke() => machine.DispatchNotification(badge);

        public bool Fail(Exception exception) => machine.Capture(exception);
    }

    private readonly struct VcpuFaultCallback(Vcpu vcpu, uint syndrome) : INativeCallback<bool>
    {
        public bool Invoke() => vcpu.DispatchFault(syndrome);

        public bool Fail(Exception exception) => vcpu.Machine.Capture(exception);
    }

    private readonly struct AcknowledgedCallback(InterruptLine line, vm_vcpu_t* vcpu) : INativeCallback<bool>
    {
        public bool Invoke()
        {
            line.DispatchAcknowledged(vcpu);
            return true;
        }

        public bool Fail(Exception exception) => line.Vcpu.Machine.CaptureAndStop(exception);
    }

    private readonly struct TraceCallback(VirtualMachine machine, vm_trace_event_t* traced) : INativeCallback<bool>
    {
        public bool Invoke()
        {
            machine.DispatchTrace(traced);
            return true;
        }

        public bool Fail(Exception exception) => machine.CaptureAndStop(exception);
    }
}
