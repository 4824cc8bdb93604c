// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_counters_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.memory_faults"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong memory_faults;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.deferred_maps"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong deferred_maps;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.tracking_faults"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong tracking_faults;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.decoded_instructions"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong decoded_instructions;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.smc_calls"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong smc_calls;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.wfx"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong wfx;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.maintenance"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong maintenance;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.timer_events"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong timer_events;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.injected_aborts"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong injected_aborts;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.notifications"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong notifications;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.vmm_unmaps"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong vmm_unmaps;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_counters_t.trackings"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong trackings;
}
