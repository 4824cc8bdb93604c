// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.VmSuite;

/// <summary>What an image of this suite has beyond libsel4vm (native/tests/targetlib/target.h).</summary>
internal static unsafe class TargetNative
{
    /// <summary>Guest physical address of the puppet's page, which begins with the exception vectors.</summary>
    public const ulong PuppetPage = 0xff_0000_0000;

    /// <summary>Bytes of the exception vectors.</summary>
    public const ulong VectorBytes = 0x800;

    [DllImport("*", ExactSpelling = true)]
    public static extern void target_reset();

    [DllImport("*", ExactSpelling = true)]
    public static extern int target_puppet_map(vm_t* vm);

    [DllImport("*", ExactSpelling = true)]
    public static extern nuint target_puppet_entry(PuppetOperation operation);

    [DllImport("*", ExactSpelling = true)]
    public static extern void target_puppet_begin(vm_t* vm);

    [DllImport("*", ExactSpelling = true)]
    public static extern void target_puppet_end(vm_t* vm);

    [DllImport("*", ExactSpelling = true)]
    public static extern nuint target_puppet_report(vm_t* vm, uint number);

    [DllImport("*", ExactSpelling = true)]
    public static extern void target_puppet_wait(vm_vcpu_t* vcpu);

    [DllImport("*", ExactSpelling = true)]
    public static extern int target_signal(vm_t* vm, ulong badge);

    [DllImport("*", ExactSpelling = true)]
    public static extern void target_get_counts(TargetCounts* counts);

    [DllImport("*", ExactSpelling = true)]
    public static extern void target_kernel_fail(nuint n);

    [DllImport("*", ExactSpelling = true)]
    public static extern byte target_kernel_failed();

    [DllImport("*", ExactSpelling = true)]
    public static extern void heap_fail(nuint n);

    [DllImport("*", ExactSpelling = true)]
    public static extern byte heap_failed();

    /// <summary>Maps to <c>target_counts_t</c>.</summary>
    public readonly record struct TargetCounts(long HeapBlocks, long Objects, long Slots, long Mappings, long AddressRanges);
}
