// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestIrqControllerExtNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.vm_create_irq_controller"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_create_irq_controller(vm_t* vm, [NativeTypeName("const vm_irq_controller_config_t *")] vm_irq_controller_config_t* config);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.vm_get_irq_state"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_get_irq_state(vm_vcpu_t* vcpu, int irq, vm_irq_state_t* state);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.vm_unregister_irq"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_unregister_irq(vm_vcpu_t* vcpu, int irq);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.SGI_RESCHEDULE_IRQ"]/*' />
    [NativeTypeName("#define SGI_RESCHEDULE_IRQ 0")]
    public const int SGI_RESCHEDULE_IRQ = 0;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.SGI_FUNC_CALL"]/*' />
    [NativeTypeName("#define SGI_FUNC_CALL 1")]
    public const int SGI_FUNC_CALL = 1;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.PPI_VTIMER_IRQ"]/*' />
    [NativeTypeName("#define PPI_VTIMER_IRQ 27")]
    public const int PPI_VTIMER_IRQ = 27;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestIrqControllerExtNative.VM_IRQ_LIMIT"]/*' />
    [NativeTypeName("#define VM_IRQ_LIMIT 1020")]
    public const int VM_IRQ_LIMIT = 1020;
}
