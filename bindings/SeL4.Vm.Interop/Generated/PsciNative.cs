// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class PsciNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="PsciNative.vm_psci_handle"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("_Bool")]
    public static extern byte vm_psci_handle(vm_vcpu_t* vcpu, seL4_UserContext* regs);

    /// <include file='Documentation.xml' path='doc/member[@name="PsciNative.PSCI_VERSION_1_1"]/*' />
    [NativeTypeName("#define PSCI_VERSION_1_1 0x00010001")]
    public const int PSCI_VERSION_1_1 = 0x00010001;
}
