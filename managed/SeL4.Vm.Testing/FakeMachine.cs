// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Testing;

/// <summary>The computer that VMs run on in unit tests: a fake kernel with its memory. There is one in a process.</summary>
public static class FakeMachine
{
    /// <summary>What <see cref="VmStop.Value"/> is when a VM stopped because its guest had nothing left to do.</summary>
    public const ulong Idle = 0x49444c45;

    private const int SmallestRam = 21;
    private const int LargestRam = 29;
    private const int MostKeys = 64;

    /// <summary>Start of the RAM that frames are taken from.</summary>
    public const ulong RamBase = 0x6000_0000;

    /// <summary>Start of the device memory, 32 MiB.</summary>
    public const ulong DeviceBase = 0x0800_0000;

    /// <summary>Native allocations that live, for comparing before and after a test.</summary>
    public static long LiveHeapBlocks => HostNative.heap_live();

    /// <summary>Frames that are mapped in all address spaces.</summary>
    public static long MappedFrames => (long)HostNative.host_mapped_frames();

    /// <summary>The call chosen with <see cref="FailKernelCall"/> has come.</summary>
    public static bool KernelCallFailed => HostNative.host_kernel_failed() != 0;

    /// <summary>The allocation chosen with <see cref="FailHeap"/> has come.</summary>
    public static bool HeapFailed => HostNative.heap_failed() != 0;

    /// <summary>Lets SeL4.Vm use the fake machine without starting it afresh.</summary>
    public static void Use() => HostNative.Load();

    /// <summary>
    /// Starts the machine afresh: memory is empty, no keys wait, and no call or allocation has been chosen to fail. Every VM
    /// must have been disposed of.
    /// </summary>
    /// <param name="ramBits">RAM: 2 to the power of this many bytes, 21 (2 MiB) to 29 (512 MiB).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such amount of RAM.</exception>
    public static void Reset(int ramBits = 27)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ramBits, SmallestRam);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ramBits, LargestRam);
        HostNative.host_reset((uint)ramBits);
    }

    /// <summary>Types at the console, for <see cref="HostConsole.Read"/>.</summary>
    /// <param name="keys">Bytes; at most 64 wait to be read.</param>
    /// <exception cref="ArgumentException">They do not fit beside those that wait; none has been typed.</exception>
    public static unsafe void Type(ReadOnlySpan<byte> keys)
    {
        fixed (byte* first = keys)
        {
            if (HostNative.host_type(first, (nuint)keys.Length) == 0)
            {
                throw new ArgumentException($"{keys.Length} keys do not fit: at most {MostKeys} wait, those typed before too.", nameof(keys));
            }
        }
    }

    /// <summary>Lets a kernel call fail for want of memory.</summary>
    /// <param name="n">The n-th from now on that can; 0: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void FailKernelCall(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        HostNative.host_kernel_fail((nuint)n);
    }

    /// <summary>Lets an allocation of the native heap fail.</summary>
    /// <param name="n">The n-th from now on; 0: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void FailHeap(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        HostNative.heap_fail((nuint)n);
    }
}
