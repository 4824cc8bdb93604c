// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_run_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_run_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_run_t.exit_reason"]/*' />
    public int exit_reason;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_run_t.notification_callback"]/*' />
    [NativeTypeName("notification_callback_fn")]
    public delegate* unmanaged[Cdecl]<vm_t*, ulong, seL4_MessageInfo_t, void*, int> notification_callback;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_run_t.notification_callback_cookie"]/*' />
    public void* notification_callback_cookie;
}
