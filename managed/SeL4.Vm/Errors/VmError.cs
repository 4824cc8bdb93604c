// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>Record of a failure.</summary>
/// <param name="Code">The reason.</param>
/// <param name="KernelError">The kernel's answer where a kernel call failed.</param>
/// <param name="Operation">The C function that failed.</param>
/// <param name="Address">Address or value that was refused.</param>
/// <param name="Size">Size that came with it in bytes, or 0.</param>
/// <param name="Limit">What would have been accepted, as the code tells, or 0.</param>
/// <remarks>Maps to <c>vm_error_t</c>.</remarks>
public readonly record struct VmError(
    VmErrorCode Code, KernelError KernelError, string Operation, ulong Address, ulong Size, ulong Limit)
{
    /// <summary>The failure as a sentence.</summary>
    /// <remarks>Maps to <c>vm_error_format</c>.</remarks>
    public override unsafe string ToString()
    {
        fixed (byte* operation = Encoding.UTF8.GetBytes(Operation + '\0'))
        {
            var error = new vm_error_t
            {
                code = (vm_error_code_t)Code,
                kernel_error = (seL4_Error)KernelError,
                operation = operation,
                address = (nuint)Address,
                size = (nuint)Size,
                limit = (nuint)Limit,
            };
            nuint length = GuestErrorExtNative.vm_error_format(&error, null, 0);
            byte[] text = new byte[length + 1];
            fixed (byte* buffer = text)
            {
                _ = GuestErrorExtNative.vm_error_format(&error, buffer, (nuint)text.Length);
            }

            return Encoding.UTF8.GetString(text, 0, (int)length);
        }
    }
}
