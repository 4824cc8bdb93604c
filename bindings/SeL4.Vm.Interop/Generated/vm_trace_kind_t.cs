// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_trace_kind_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_MEMORY"]/*' />
    VM_TRACE_MEMORY,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_HVC"]/*' />
    VM_TRACE_HVC,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_SMC"]/*' />
    VM_TRACE_SMC,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_WFX"]/*' />
    VM_TRACE_WFX,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_VCPU_FAULT"]/*' />
    VM_TRACE_VCPU_FAULT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_INTERRUPT_END"]/*' />
    VM_TRACE_INTERRUPT_END,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_TIMER"]/*' />
    VM_TRACE_TIMER,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_FORGED"]/*' />
    VM_TRACE_FORGED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_ALARM"]/*' />
    VM_TRACE_ALARM,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_kind_t.VM_TRACE_NOTIFICATION"]/*' />
    VM_TRACE_NOTIFICATION,
}
