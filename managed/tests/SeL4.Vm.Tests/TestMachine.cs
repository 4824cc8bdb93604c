// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

/// <summary>
/// The computer that the tests run on: on the host a fake kernel (<c>HostOnly</c>), on the target a real one
/// (<c>target/VmSuite</c>). The same tests run on both.
/// </summary>
internal static partial class TestMachine
{
    /// <summary>What <see cref="VmStop.Value"/> is when a VM stopped because its guest had nothing left to do.</summary>
    public const ulong Idle = 0x49444c45;

    /// <summary>Registers of devices that nobody else uses, a page each: on QEMU's virt machine the clock, fw_cfg and GPIO.</summary>
    public const ulong FirstDevice = 0x0901_0000;

    /// <inheritdoc cref="FirstDevice"/>
    public const ulong SecondDevice = 0x0902_0000;

    /// <inheritdoc cref="FirstDevice"/>
    public const ulong ThirdDevice = 0x0903_0000;

    /// <summary>Everything that the library holds. Equal before and after means that nothing leaked.</summary>
    public static partial object Holdings { get; }

    /// <summary>The allocation chosen with <see cref="FailKernelCall"/> has come.</summary>
    public static partial bool KernelCallFailed { get; }

    /// <summary>The allocation chosen with <see cref="FailHeap"/> has come.</summary>
    public static partial bool HeapFailed { get; }

    /// <summary>How many of the calls that <see cref="FailKernelCall"/> counts <see cref="VirtualMachine.Run"/> makes by itself.</summary>
    public static partial int KernelCallsOfRun { get; }

    /// <summary>Guests are real ones: a vCPU that has been started carries out what is in memory.</summary>
    public static partial bool HasProcessor { get; }

    /// <summary>Starts afresh. Every VM must have been disposed of.</summary>
    public static partial void Reset();

    /// <summary>Starts a vCPU and plays its guest.</summary>
    public static partial TestGuest StartGuest(Vcpu vcpu);

    /// <summary>Lets an allocation of kernel memory fail.</summary>
    /// <param name="n">The n-th from now on; 0: none.</param>
    public static partial void FailKernelCall(int n);

    /// <summary>Lets an allocation of the native heap fail.</summary>
    /// <param name="n">The n-th from now on; 0: none.</param>
    public static partial void FailHeap(int n);
}
