// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class SmcNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.smc_get_function_id"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    [SuppressGCTransition]
    public static extern ulong smc_get_function_id(seL4_UserContext* u);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.smc_set_return_value"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    [SuppressGCTransition]
    public static extern ulong smc_set_return_value(seL4_UserContext* u, [NativeTypeName("seL4_Word")] ulong val);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.smc_get_arg"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    [SuppressGCTransition]
    public static extern ulong smc_get_arg(seL4_UserContext* u, [NativeTypeName("seL4_Word")] ulong arg);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.smc_set_arg"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern void smc_set_arg(seL4_UserContext* u, [NativeTypeName("seL4_Word")] ulong arg, [NativeTypeName("seL4_Word")] ulong val);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.smc_get_immediate"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int smc_get_immediate(vm_vcpu_t* vcpu, [NativeTypeName("const seL4_UserContext *")] seL4_UserContext* regs, [NativeTypeName("uint16_t *")] ushort* immediate);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.smc_forward"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int smc_forward(vm_vcpu_t* vcpu, seL4_UserContext* regs, [NativeTypeName("seL4_CPtr")] ulong smc_cap);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.vm_smc_handle_default"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_smc_handle_default(vm_vcpu_t* vcpu, seL4_UserContext* regs);

    /// <include file='Documentation.xml' path='doc/member[@name="SmcNative.SMCCC_NOT_SUPPORTED"]/*' />
    [NativeTypeName("#define SMCCC_NOT_SUPPORTED ((seL4_Word)-1)")]
    public const ulong SMCCC_NOT_SUPPORTED = unchecked((ulong)(-1));
}
