// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_irq_state_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.registered"]/*' />
    [NativeTypeName("_Bool")]
    public byte registered;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.enabled"]/*' />
    [NativeTypeName("_Bool")]
    public byte enabled;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.pending"]/*' />
    [NativeTypeName("_Bool")]
    public byte pending;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.in_hardware"]/*' />
    [NativeTypeName("_Bool")]
    public byte in_hardware;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.level"]/*' />
    [NativeTypeName("_Bool")]
    public byte level;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.edge"]/*' />
    [NativeTypeName("_Bool")]
    public byte edge;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.priority"]/*' />
    [NativeTypeName("uint8_t")]
    public byte priority;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_state_t.targets"]/*' />
    [NativeTypeName("uint8_t")]
    public byte targets;
}
