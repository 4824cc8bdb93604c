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
