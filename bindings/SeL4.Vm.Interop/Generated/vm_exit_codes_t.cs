// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_exit_codes_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_exit_codes_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_exit_codes_t.VM_GUEST_MMIO_EXIT"]/*' />
    VM_GUEST_MMIO_EXIT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_exit_codes_t.VM_GUEST_IO_EXIT"]/*' />
    VM_GUEST_IO_EXIT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_exit_codes_t.VM_GUEST_NOTIFICATION_EXIT"]/*' />
    VM_GUEST_NOTIFICATION_EXIT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_exit_codes_t.VM_GUEST_UNKNOWN_EXIT"]/*' />
    VM_GUEST_UNKNOWN_EXIT,
}
