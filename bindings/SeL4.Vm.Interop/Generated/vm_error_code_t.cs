// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_error_code_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_NONE"]/*' />
    VM_ERROR_NONE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_NULL_ARGUMENT"]/*' />
    VM_ERROR_NULL_ARGUMENT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_UNALIGNED"]/*' />
    VM_ERROR_UNALIGNED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_ZERO_SIZE"]/*' />
    VM_ERROR_ZERO_SIZE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_WRAPS"]/*' />
    VM_ERROR_WRAPS,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_OUT_OF_RANGE"]/*' />
    VM_ERROR_OUT_OF_RANGE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_OVERLAP"]/*' />
    VM_ERROR_OVERLAP,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_BAD_ALIGNMENT"]/*' />
    VM_ERROR_BAD_ALIGNMENT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_NO_SPACE"]/*' />
    VM_ERROR_NO_SPACE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_INVALID_HANDLE"]/*' />
    VM_ERROR_INVALID_HANDLE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_NOT_FOUND"]/*' />
    VM_ERROR_NOT_FOUND,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_ALREADY_MAPPED"]/*' />
    VM_ERROR_ALREADY_MAPPED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_NOT_MAPPED"]/*' />
    VM_ERROR_NOT_MAPPED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_FRAME_COUNT"]/*' />
    VM_ERROR_FRAME_COUNT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_FRAME_SIZE"]/*' />
    VM_ERROR_FRAME_SIZE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_FRAME_ADDRESS"]/*' />
    VM_ERROR_FRAME_ADDRESS,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_NULL_CAPABILITY"]/*' />
    VM_ERROR_NULL_CAPABILITY,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_OUT_OF_HEAP"]/*' />
    VM_ERROR_OUT_OF_HEAP,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_OUT_OF_SLOTS"]/*' />
    VM_ERROR_OUT_OF_SLOTS,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_OUT_OF_MEMORY"]/*' />
    VM_ERROR_OUT_OF_MEMORY,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_KERNEL"]/*' />
    VM_ERROR_KERNEL,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_BUSY"]/*' />
    VM_ERROR_BUSY,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_BAD_STATE"]/*' />
    VM_ERROR_BAD_STATE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_LIMIT"]/*' />
    VM_ERROR_LIMIT,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_CALLBACK"]/*' />
    VM_ERROR_CALLBACK,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_UNSUPPORTED"]/*' />
    VM_ERROR_UNSUPPORTED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_code_t.VM_ERROR_COUNT"]/*' />
    VM_ERROR_COUNT,
}
