// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestErrorExtNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestErrorExtNative.vm_last_error"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("const vm_error_t *")]
    [SuppressGCTransition]
    public static extern vm_error_t* vm_last_error([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestErrorExtNative.vm_clear_error"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern void vm_clear_error(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestErrorExtNative.vm_error_name"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("const char *")]
    [SuppressGCTransition]
    public static extern byte* vm_error_name(vm_error_code_t code);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestErrorExtNative.vm_error_format"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("size_t")]
    public static extern nuint vm_error_format([NativeTypeName("const vm_error_t *")] vm_error_t* error, [NativeTypeName("char *")] byte* buffer, [NativeTypeName("size_t")] nuint size);
}
