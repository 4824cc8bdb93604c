// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_stop_reason_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_NONE"]/*' />
    VM_STOP_NONE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_REQUESTED"]/*' />
    VM_STOP_REQUESTED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_POWER_OFF"]/*' />
    VM_STOP_POWER_OFF,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_RESET"]/*' />
    VM_STOP_RESET,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_ALL_OFF"]/*' />
    VM_STOP_ALL_OFF,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_UNHANDLED_MEMORY_FAULT"]/*' />
    VM_STOP_UNHANDLED_MEMORY_FAULT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_CALLBACK_ERROR"]/*' />
    VM_STOP_CALLBACK_ERROR,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_UNHANDLED_VCPU_FAULT"]/*' />
    VM_STOP_UNHANDLED_VCPU_FAULT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_UNSUPPORTED_ACCESS"]/*' />
    VM_STOP_UNSUPPORTED_ACCESS,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_UNHANDLED_EVENT"]/*' />
    VM_STOP_UNHANDLED_EVENT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_SMC_ERROR"]/*' />
    VM_STOP_SMC_ERROR,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_reason_t.VM_STOP_KERNEL_ERROR"]/*' />
    VM_STOP_KERNEL_ERROR,
}
