// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestTraceNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestTraceNative.vm_set_tracer"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_tracer(vm_t* vm, [NativeTypeName("vm_tracer_fn")] delegate* unmanaged[Cdecl]<vm_t*, vm_trace_event_t*, void*, void> tracer, void* cookie);
}
