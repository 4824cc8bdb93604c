// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.VmSuite;

namespace SeL4.Vm.Tests;

/// <content>The kernel and the root server that this image runs on.</content>
internal static unsafe partial class TestMachine
{
    /// <remarks>Of libsel4vm and the shim alone: the root server's own figures move with the managed heap.</remarks>
    public static partial object Holdings
    {
        get
        {
            TargetNative.TargetCounts counts;
            TargetNative.target_get_counts(&counts);
            return counts;
        }
    }

    public static partial bool KernelCallFailed => TargetNative.target_kernel_failed() != 0;

    public static partial bool HeapFailed => TargetNative.heap_failed() != 0;

    public static partial bool HasProcessor => true;

    public static partial int KernelCallsOfRun => 0;

    public static partial void Reset() => TargetNative.target_reset();

    public static partial TestGuest StartGuest(Vcpu vcpu) => new PuppetGuest(vcpu);

    public static partial void FailKernelCall(int n) => TargetNative.target_kernel_fail((nuint)n);

    public static partial void FailHeap(int n) => TargetNative.heap_fail((nuint)n);
}
