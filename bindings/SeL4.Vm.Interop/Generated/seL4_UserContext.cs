// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct seL4_UserContext
{
    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.pc"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong pc;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.sp"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong sp;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.spsr"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong spsr;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x0"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x0;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x1"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x1;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x2"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x2;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x3"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x3;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x4"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x4;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x5"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x5;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x6"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x6;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x7"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x7;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x8"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x8;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x16"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x16;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x17"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x17;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x18"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x18;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x29"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x29;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x30"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x30;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x9"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x9;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x10"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x10;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x11"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x11;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x12"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x12;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x13"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x13;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x14"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x14;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x15"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x15;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x19"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x19;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x20"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x20;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x21"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x21;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x22"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x22;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x23"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x23;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x24"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x24;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x25"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x25;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x26"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x26;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x27"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x27;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.x28"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong x28;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.tpidr_el0"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong tpidr_el0;

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_UserContext.tpidrro_el0"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong tpidrro_el0;
}
