// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_trace_answer_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_HANDLED"]/*' />
    VM_TRACE_HANDLED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_IGNORED"]/*' />
    VM_TRACE_IGNORED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_RESTARTED"]/*' />
    VM_TRACE_RESTARTED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_MAPPED"]/*' />
    VM_TRACE_MAPPED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_TRACKED"]/*' />
    VM_TRACE_TRACKED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_STALE"]/*' />
    VM_TRACE_STALE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_SKIPPED"]/*' />
    VM_TRACE_SKIPPED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_ABORTED"]/*' />
    VM_TRACE_ABORTED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_WAITS"]/*' />
    VM_TRACE_WAITS,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_OFF"]/*' />
    VM_TRACE_OFF,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_answer_t.VM_TRACE_STOPPED"]/*' />
    VM_TRACE_STOPPED,
}
