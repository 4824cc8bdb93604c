// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static partial class ArchProcessorNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="ArchProcessorNative.HSR_MAX_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_MAX_EXCEPTION (0x3f)")]
    public const int HSR_MAX_EXCEPTION = (0x3f);

    /// <include file='Documentation.xml' path='doc/member[@name="ArchProcessorNative.HSR_EXCEPTION_CLASS_SHIFT"]/*' />
    [NativeTypeName("#define HSR_EXCEPTION_CLASS_SHIFT (26)")]
    public const int HSR_EXCEPTION_CLASS_SHIFT = (26);

    /// <include file='Documentation.xml' path='doc/member[@name="ArchProcessorNative.HSR_EXCEPTION_CLASS_MASK"]/*' />
    [NativeTypeName("#define HSR_EXCEPTION_CLASS_MASK (0xfc000000u)")]
    public const uint HSR_EXCEPTION_CLASS_MASK = (0xfc000000U);

    /// <include file='Documentation.xml' path='doc/member[@name="ArchProcessorNative.HSR_IL_SHIFT"]/*' />
    [NativeTypeName("#define HSR_IL_SHIFT (25)")]
    public const int HSR_IL_SHIFT = (25);

    /// <include file='Documentation.xml' path='doc/member[@name="ArchProcessorNative.HSR_IL_MASK"]/*' />
    [NativeTypeName("#define HSR_IL_MASK (1u << HSR_IL_SHIFT)")]
    public const uint HSR_IL_MASK = (1U << (25));

    /// <include file='Documentation.xml' path='doc/member[@name="ArchProcessorNative.HSR_ISS_MASK"]/*' />
    [NativeTypeName("#define HSR_ISS_MASK (HSR_IL_MASK - 1)")]
    public const uint HSR_ISS_MASK = ((1U << (25)) - 1);
}
