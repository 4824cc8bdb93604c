// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestMemoryArchNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryArchNative.vm_arm_ipa_to_pa"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint vm_arm_ipa_to_pa(vm_t* vm, [NativeTypeName("uintptr_t")] nuint ipa_base, [NativeTypeName("size_t")] nuint size);
}
