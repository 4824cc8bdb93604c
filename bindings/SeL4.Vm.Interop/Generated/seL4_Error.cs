// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="seL4_Error"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum seL4_Error : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_NoError"]/*' />
    seL4_NoError = 0,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_InvalidArgument"]/*' />
    seL4_InvalidArgument = 1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_InvalidCapability"]/*' />
    seL4_InvalidCapability = 2,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_IllegalOperation"]/*' />
    seL4_IllegalOperation = 3,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_RangeError"]/*' />
    seL4_RangeError = 4,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_AlignmentError"]/*' />
    seL4_AlignmentError = 5,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_FailedLookup"]/*' />
    seL4_FailedLookup = 6,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_TruncatedMessage"]/*' />
    seL4_TruncatedMessage = 7,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_DeleteFirst"]/*' />
    seL4_DeleteFirst = 8,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_RevokeFirst"]/*' />
    seL4_RevokeFirst = 9,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_NotEnoughMemory"]/*' />
    seL4_NotEnoughMemory = 10,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_Error.seL4_NumErrors"]/*' />
    seL4_NumErrors,
}
