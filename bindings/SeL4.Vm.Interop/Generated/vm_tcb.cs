// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_tcb"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_tcb
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_tcb.tcb"]/*' />
    public vka_object_t tcb;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_tcb.sc"]/*' />
    public vka_object_t sc;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_tcb.sched_ctrl"]/*' />
    public vka_object_t sched_ctrl;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_tcb.priority"]/*' />
    public int priority;
}
