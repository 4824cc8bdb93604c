// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_trace_event_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.kind"]/*' />
    public vm_trace_kind_t kind;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.answer"]/*' />
    public vm_trace_answer_t answer;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.sequence"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong sequence;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.time_ns"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong time_ns;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.vcpu_id"]/*' />
    public int vcpu_id;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.syndrome"]/*' />
    [NativeTypeName("uint32_t")]
    public uint syndrome;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.pc"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint pc;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.address"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint address;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.size"]/*' />
    [NativeTypeName("size_t")]
    public nuint size;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.is_write"]/*' />
    [NativeTypeName("_Bool")]
    public byte is_write;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.is_fetch"]/*' />
    [NativeTypeName("_Bool")]
    public byte is_fetch;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.reg"]/*' />
    [NativeTypeName("uint8_t")]
    public byte reg;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.has_value"]/*' />
    [NativeTypeName("_Bool")]
    public byte has_value;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.value"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong value;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.function"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong function;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.argument1"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong argument1;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.argument2"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong argument2;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_trace_event_t.argument3"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong argument3;
}
