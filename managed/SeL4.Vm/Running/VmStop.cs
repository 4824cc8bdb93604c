// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>Description of a stop of a VM.</summary>
/// <param name="Reason">Why it stopped.</param>
/// <param name="Vcpu">Number of the vCPU, or -1.</param>
/// <param name="ProgramCounter">Guest program counter, or 0.</param>
/// <param name="Address">Guest physical address that belongs to the reason, or 0.</param>
/// <param name="Value">Value that belongs to the reason, or 0.</param>
/// <remarks>Maps to <c>vm_stop_t</c>.</remarks>
public readonly record struct VmStop(StopReason Reason, int Vcpu, ulong ProgramCounter, GuestAddress Address, ulong Value)
{
    internal VmStop(in vm_stop_t stop)
        : this((StopReason)stop.reason, stop.vcpu_id, stop.pc, new GuestAddress(stop.address), stop.value)
    {
    }

    /// <summary>The guest or the VMM wanted the stop: it was not an error.</summary>
    public bool IsOrderly => Reason is StopReason.Requested or StopReason.PowerOff or StopReason.Reset or StopReason.AllOff;

    /// <summary>The stop as a line.</summary>
    /// <remarks>Maps to <c>vm_stop_reason_name</c>.</remarks>
    public override unsafe string ToString()
    {
        string text = Marshal.PtrToStringUTF8((nint)GuestVmExtNative.vm_stop_reason_name((vm_stop_reason_t)Reason)) ?? "";
        if (Vcpu >= 0)
        {
            text += $", vCPU {Vcpu}, pc 0x{ProgramCounter:x}";
        }

        if (Reason is StopReason.UnhandledMemoryFault or StopReason.UnsupportedAccess or StopReason.CallbackError)
        {
            text += $", address {Address}";
        }

        return Value == 0 ? text : $"{text}, value 0x{Value:x}";
    }
}

/// <summary>Why a VM stopped.</summary>
/// <remarks>Maps to <c>vm_stop_reason_t</c>.</remarks>
public enum StopReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary><see cref="VirtualMachine.Stop"/> was called; the value is its argument.</summary>
    Requested,

    /// <summary>The guest asked for power off (PSCI SYSTEM_OFF).</summary>
    PowerOff,

    /// <summary>The guest asked for a reset (PSCI SYSTEM_RESET, or SYSTEM_RESET2 with SYSTEM_WARM_RESET).</summary>
    Reset,

    /// <summary>Every vCPU is off.</summary>
    AllOff,

    /// <summary>A memory fault that nobody handled.</summary>
    UnhandledMemoryFault,

    /// <summary>A handler answered <see cref="FaultResult.Error"/>, or an undefined value, which is the value then.</summary>
    CallbackError,

    /// <summary>A vCPU fault that nobody handled; the value is the syndrome.</summary>
    UnhandledVcpuFault,

    /// <summary>An access whose instruction cannot be emulated; the value is the instruction, or the syndrome.</summary>
    UnsupportedAccess,

    /// <summary>An event that nobody handled; the value is its badge.</summary>
    UnhandledEvent,

    /// <summary>The SMC handler failed; the value is the function identifier.</summary>
    SmcError,

    /// <summary>A kernel call failed; the value is its answer, a <see cref="SeL4.Vm.KernelError" />.</summary>
    KernelError,
}
