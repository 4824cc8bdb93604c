// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestIrqControllerNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerNative.vm_inject_irq"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_inject_irq(vm_vcpu_t* vcpu, int irq);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerNative.vm_set_irq_level"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_irq_level(vm_vcpu_t* vcpu, int irq, int irq_level);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerNative.vm_register_irq"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_register_irq(vm_vcpu_t* vcpu, int irq, [NativeTypeName("irq_ack_fn_t")] delegate* unmanaged[Cdecl]<vm_vcpu_t*, int, void*, void> ack_fn, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerNative.vm_create_default_irq_controller"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_create_default_irq_controller(vm_t* vm);
}
