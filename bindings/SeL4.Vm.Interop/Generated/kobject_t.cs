// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="kobject_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum kobject_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_FRAME"]/*' />
    KOBJECT_FRAME,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_PAGE_TABLE"]/*' />
    KOBJECT_PAGE_TABLE,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_PAGE_GLOBAL_DIRECTORY"]/*' />
    KOBJECT_PAGE_GLOBAL_DIRECTORY,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_VCPU"]/*' />
    KOBJECT_VCPU,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_TCB"]/*' />
    KOBJECT_TCB,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_CNODE"]/*' />
    KOBJECT_CNODE,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_UNTYPED"]/*' />
    KOBJECT_UNTYPED,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_ENDPOINT"]/*' />
    KOBJECT_ENDPOINT,

    /// <include file='Documentation.xml' path='doc/member[@name="kobject_t.KOBJECT_NOTIFICATION"]/*' />
    KOBJECT_NOTIFICATION,
}
