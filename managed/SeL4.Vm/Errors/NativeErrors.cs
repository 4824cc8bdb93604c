// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>Failures that the native library recorded.</summary>
internal static unsafe class NativeErrors
{
    public static VmError Last(vm_t* vm) => Convert(GuestErrorExtNative.vm_last_error(vm));

    public static VmError Convert(vm_error_t* error) => new(
        (VmErrorCode)error->code,
        (KernelError)error->kernel_error,
        Marshal.PtrToStringUTF8((nint)error->operation) ?? "",
        error->address,
        error->size,
        error->limit);
}
