// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

namespace SeL4.Vm.Devices;

/// <summary>
/// Awaits what a device has begun elsewhere. What is complete already goes on at once; the rest goes on where guest memory may be used,
/// on the VM's thread, whichever thread completes it.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="task">What is awaited; it is used up.</param>
internal readonly struct VmThreadAwaiter(VirtioDevice device, ValueTask task) : ICriticalNotifyCompletion
{
    public bool IsCompleted => task.IsCompleted;

    public VmThreadAwaiter GetAwaiter() => this;

    public void GetResult() => task.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        VirtioDevice target = device;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => target.PostContinuation(continuation));
    }
}
