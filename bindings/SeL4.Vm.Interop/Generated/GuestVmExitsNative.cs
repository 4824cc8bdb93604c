// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static partial class GuestVmExitsNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExitsNative.VM_GUEST_ERROR_EXIT"]/*' />
    [NativeTypeName("#define VM_GUEST_ERROR_EXIT -1")]
    public const int VM_GUEST_ERROR_EXIT = -1;
}
