// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class SimpleNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.rs_simple_init"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void rs_simple_init(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_cnode"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_cnode(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_pd"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_pd(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_tcb"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_tcb(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_asid_pool"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_asid_pool(simple_t* simple);
}
