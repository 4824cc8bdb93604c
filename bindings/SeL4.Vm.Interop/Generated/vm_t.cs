// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.CompilerServices;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.arch"]/*' />
    [NativeTypeName("struct vm_arch")]
    public vm_arch_t arch;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.num_vcpus"]/*' />
    [NativeTypeName("unsigned int")]
    public uint num_vcpus;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.vcpus"]/*' />
    [NativeTypeName("struct vm_vcpu *[8]")]
    public _vcpus_e__FixedBuffer vcpus;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.mem"]/*' />
    [NativeTypeName("struct vm_mem")]
    public vm_mem_t mem;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.run"]/*' />
    [NativeTypeName("struct vm_run")]
    public vm_run_t run;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.cspace"]/*' />
    [NativeTypeName("struct vm_cspace")]
    public vm_cspace cspace;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.host_endpoint"]/*' />
    [NativeTypeName("seL4_CPtr")]
    public ulong host_endpoint;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.vka"]/*' />
    public vka_t* vka;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.io_ops"]/*' />
    public ps_io_ops_t* io_ops;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.simple"]/*' />
    public simple_t* simple;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.entry"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong entry;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.vm_name"]/*' />
    [NativeTypeName("char *")]
    public byte* vm_name;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.vm_id"]/*' />
    [NativeTypeName("unsigned int")]
    public uint vm_id;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_t.vm_initialised"]/*' />
    [NativeTypeName("_Bool")]
    public byte vm_initialised;

    /// <include file='Documentation.xml' path='doc/member[@name="_vcpus_e__FixedBuffer"]/*' />
    public unsafe partial struct _vcpus_e__FixedBuffer
    {
        public vm_vcpu_t* e0;
        public vm_vcpu_t* e1;
        public vm_vcpu_t* e2;
        public vm_vcpu_t* e3;
        public vm_vcpu_t* e4;
        public vm_vcpu_t* e5;
        public vm_vcpu_t* e6;
        public vm_vcpu_t* e7;

        public ref vm_vcpu_t* this[int index]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                fixed (vm_vcpu_t** pThis = &e0)
                {
                    return ref pThis[index];
                }
            }
        }
    }
}
