// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_irq_controller_config_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_irq_controller_config_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_controller_config_t.distributor"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint distributor;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_controller_config_t.cpu_interface"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint cpu_interface;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_irq_controller_config_t.gicv_paddr"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint gicv_paddr;
}
