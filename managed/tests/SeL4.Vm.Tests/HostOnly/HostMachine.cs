// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <content>The fake machine of SeL4.Vm.Testing.</content>
internal static partial class TestMachine
{
    public static partial object Holdings => (HostMemory.Current, FakeMachine.LiveHeapBlocks, FakeMachine.MappedFrames);

    public static partial bool KernelCallFailed => FakeMachine.KernelCallFailed;

    public static partial bool HeapFailed => FakeMachine.HeapFailed;

    public static partial bool HasProcessor => false;

    // It binds the VM's notification.
    public static partial int KernelCallsOfRun => 1;

    public static partial void Reset() => FakeMachine.Reset();

    public static partial TestGuest StartGuest(Vcpu vcpu) => new HostGuest(new FakeGuest(vcpu));

    public static partial void FailKernelCall(int n) => FakeMachine.FailKernelCall(n);

    public static partial void FailHeap(int n) => FakeMachine.FailHeap(n);
}
