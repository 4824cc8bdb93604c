// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// Record of a failure. Each kind is a type of its own, which names what was refused and what would have been accepted:
/// <c>catch (GuestMemoryException e) when (e.Error is VmError.Overlap { Taken: var taken })</c>.
/// </summary>
/// <remarks>Maps to <c>vm_error_t</c>.</remarks>
public abstract partial record VmError
{
    private protected VmError(VmErrorCode code, string operation)
    {
        Code = code;
        Operation = operation;
    }

    /// <summary>The reason.</summary>
    public VmErrorCode Code { get; }

    /// <summary>The C function that failed.</summary>
    public string Operation { get; }

    /// <summary>The kernel's answer where a kernel call failed.</summary>
    public KernelError KernelError { get; private protected init; }

    private protected abstract string Details { get; }

    /// <summary>The failure as a sentence: <c>vm_reserve_memory_at: unaligned, address 0x00001001, size 0x1000, alignment 0x1000</c>.</summary>
    /// <remarks>Maps to <c>vm_error_name</c>.</remarks>
    public sealed override unsafe string ToString()
    {
        string code = Marshal.PtrToStringUTF8((nint)GuestErrorExtNative.vm_error_name((vm_error_code_t)Code)) ?? "";
        string details = Details;
        string kernel = KernelError == KernelError.None ? "" : $", kernel: seL4_{KernelError}";
        return $"{Operation}: {code}{(details.Length == 0 ? "" : ", ")}{details}{kernel}";
    }
}
