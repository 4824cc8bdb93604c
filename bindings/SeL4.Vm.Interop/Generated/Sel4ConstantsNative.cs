// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static partial class Sel4ConstantsNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ConstantsNative.seL4_PageBits"]/*' />
    [NativeTypeName("#define seL4_PageBits 12")]
    public const int seL4_PageBits = 12;

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ConstantsNative.seL4_LargePageBits"]/*' />
    [NativeTypeName("#define seL4_LargePageBits 21")]
    public const int seL4_LargePageBits = 21;

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ConstantsNative.seL4_HugePageBits"]/*' />
    [NativeTypeName("#define seL4_HugePageBits 30")]
    public const int seL4_HugePageBits = 30;
}
