// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>The syndrome of an exception: ESR_EL2 (Arm DDI 0487, D17.2.37).</summary>
/// <param name="Value">The register.</param>
public readonly record struct Syndrome(uint Value)
{
    /// <summary>Exception class.</summary>
    public int ExceptionClass => (int)ShimVcpuNative.shim_hsr_exception_class(Value);

    /// <summary>The part that depends on the class.</summary>
    public uint Specific => Value & ArchProcessorNative.HSR_ISS_MASK;

    /// <summary>The instruction has 32 bits.</summary>
    public bool IsLongInstruction => (Value & ArchProcessorNative.HSR_IL_MASK) != 0;

    /// <summary>The exception class in words, and the register.</summary>
    public override unsafe string ToString()
    {
        string reason = Marshal.PtrToStringUTF8((nint)ShimVcpuNative.shim_hsr_reason((uint)ExceptionClass)) ?? "";
        return $"{reason} (0x{Value:x8})";
    }
}
