// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static partial class Sel4ArchProcessorNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_UNKNOWN_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_UNKNOWN_EXCEPTION (0x0)")]
    public const int HSR_UNKNOWN_EXCEPTION = (0x0);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_WFx_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_WFx_EXCEPTION (0x1)")]
    public const int HSR_WFx_EXCEPTION = (0x1);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_CP15_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_CP15_32_EXCEPTION (0x3)")]
    public const int HSR_CP15_32_EXCEPTION = (0x3);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_CP15_64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_CP15_64_EXCEPTION (0x4)")]
    public const int HSR_CP15_64_EXCEPTION = (0x4);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_CP14_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_CP14_32_EXCEPTION (0x5)")]
    public const int HSR_CP14_32_EXCEPTION = (0x5);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_CP14_LC_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_CP14_LC_32_EXCEPTION (0x6)")]
    public const int HSR_CP14_LC_32_EXCEPTION = (0x6);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SIMD_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SIMD_EXCEPTION (0x7)")]
    public const int HSR_SIMD_EXCEPTION = (0x7);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_CP10_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_CP10_EXCEPTION (0x8)")]
    public const int HSR_CP10_EXCEPTION = (0x8);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_CP14_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_CP14_EXCEPTION (0xC)")]
    public const int HSR_CP14_EXCEPTION = (0xC);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_ILLEGAL_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_ILLEGAL_EXCEPTION (0xE)")]
    public const int HSR_ILLEGAL_EXCEPTION = (0xE);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SVC_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SVC_32_EXCEPTION (0x11)")]
    public const int HSR_SVC_32_EXCEPTION = (0x11);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_HVC_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_HVC_32_EXCEPTION (0x12)")]
    public const int HSR_HVC_32_EXCEPTION = (0x12);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SMC_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SMC_32_EXCEPTION (0x13)")]
    public const int HSR_SMC_32_EXCEPTION = (0x13);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SVC_64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SVC_64_EXCEPTION (0x15)")]
    public const int HSR_SVC_64_EXCEPTION = (0x15);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_HVC_64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_HVC_64_EXCEPTION (0x16)")]
    public const int HSR_HVC_64_EXCEPTION = (0x16);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SMC_64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SMC_64_EXCEPTION (0x17)")]
    public const int HSR_SMC_64_EXCEPTION = (0x17);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SYSREG_64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SYSREG_64_EXCEPTION (0x18)")]
    public const int HSR_SYSREG_64_EXCEPTION = (0x18);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_IMPL_DEF_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_IMPL_DEF_EXCEPTION (0x1f)")]
    public const int HSR_IMPL_DEF_EXCEPTION = (0x1f);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_IABT_LOW_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_IABT_LOW_EXCEPTION (0x20)")]
    public const int HSR_IABT_LOW_EXCEPTION = (0x20);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_IABT_CURR_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_IABT_CURR_EXCEPTION (0x21)")]
    public const int HSR_IABT_CURR_EXCEPTION = (0x21);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_PC_ALIGN_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_PC_ALIGN_EXCEPTION (0x22)")]
    public const int HSR_PC_ALIGN_EXCEPTION = (0x22);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_DABT_LOW_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_DABT_LOW_EXCEPTION (0x24)")]
    public const int HSR_DABT_LOW_EXCEPTION = (0x24);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_DABT_CUR_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_DABT_CUR_EXCEPTION (0x25)")]
    public const int HSR_DABT_CUR_EXCEPTION = (0x25);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SP_ALIGN_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SP_ALIGN_EXCEPTION (0x26)")]
    public const int HSR_SP_ALIGN_EXCEPTION = (0x26);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_FP32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_FP32_EXCEPTION (0x28)")]
    public const int HSR_FP32_EXCEPTION = (0x28);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_FP64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_FP64_EXCEPTION (0x2C)")]
    public const int HSR_FP64_EXCEPTION = (0x2C);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SERROR_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SERROR_EXCEPTION (0x2F)")]
    public const int HSR_SERROR_EXCEPTION = (0x2F);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_BRK_LOW_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_BRK_LOW_EXCEPTION (0x30)")]
    public const int HSR_BRK_LOW_EXCEPTION = (0x30);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_BRK_CUR_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_BRK_CUR_EXCEPTION (0x31)")]
    public const int HSR_BRK_CUR_EXCEPTION = (0x31);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SWSTEP_LOW_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SWSTEP_LOW_EXCEPTION (0x32)")]
    public const int HSR_SWSTEP_LOW_EXCEPTION = (0x32);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SWSTEP_CUR_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SWSTEP_CUR_EXCEPTION (0x33)")]
    public const int HSR_SWSTEP_CUR_EXCEPTION = (0x33);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_WATCHPT_LOW_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_WATCHPT_LOW_EXCEPTION (0x34)")]
    public const int HSR_WATCHPT_LOW_EXCEPTION = (0x34);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_WATCHPT_CUR_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_WATCHPT_CUR_EXCEPTION (0x35)")]
    public const int HSR_WATCHPT_CUR_EXCEPTION = (0x35);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SWBRK_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SWBRK_32_EXCEPTION (0x38)")]
    public const int HSR_SWBRK_32_EXCEPTION = (0x38);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSW_VECTOR_32_EXCEPTION"]/*' />
    [NativeTypeName("#define HSW_VECTOR_32_EXCEPTION (0x3a)")]
    public const int HSW_VECTOR_32_EXCEPTION = (0x3a);

    /// <include file='Documentation.xml' path='doc/member[@name="Sel4ArchProcessorNative.HSR_SWBRK_64_EXCEPTION"]/*' />
    [NativeTypeName("#define HSR_SWBRK_64_EXCEPTION (0x3c)")]
    public const int HSR_SWBRK_64_EXCEPTION = (0x3c);
}
