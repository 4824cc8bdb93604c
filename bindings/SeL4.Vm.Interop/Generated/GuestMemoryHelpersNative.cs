// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestMemoryHelpersNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryHelpersNative.default_error_fault_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern memory_fault_result_t default_error_fault_callback(vm_t* vm, vm_vcpu_t* vcpu, [NativeTypeName("uintptr_t")] nuint fault_addr, [NativeTypeName("size_t")] nuint fault_length, void* cookie);
}
