// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.CodeDom.Compiler;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="seL4_MessageInfo_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct seL4_MessageInfo_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="seL4_MessageInfo_t.words"]/*' />
    [NativeTypeName("seL4_Uint64[1]")]
    public _words_e__FixedBuffer words;

    /// <include file='Documentation.xml' path='doc/member[@name="_words_e__FixedBuffer"]/*' />
    public partial struct _words_e__FixedBuffer
    {
        public ulong e0;

        [UnscopedRef]
        public ref ulong this[int index]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                return ref Unsafe.Add(ref e0, index);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        [UnscopedRef]
        public Span<ulong> AsSpan(int length) => MemoryMarshal.CreateSpan(ref e0, length);
    }
}
