// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class ShimConsoleNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="ShimConsoleNative.shim_console_read"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("size_t")]
    public static extern nuint shim_console_read([NativeTypeName("char *")] byte* buffer, [NativeTypeName("size_t")] nuint capacity);
}
