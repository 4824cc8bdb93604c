// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;

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
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Operation}: {Code}, address 0x{Address:x}");
        if (Size != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", size 0x{Size:x}");
        }

        if (Limit != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", limit 0x{Limit:x}");
        }

        if (KernelError != KernelError.None)
        {
            text.Append(CultureInfo.InvariantCulture, $", kernel: {KernelError}");
        }

        return text.ToString();
    }
}
