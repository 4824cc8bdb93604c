// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>A VM with the probe in it. Counts are instructions of everything together: kernel, VMM and guest.</summary>
internal interface ITestMachine : IDisposable
{
    /// <summary>What it is written in.</summary>
    string Language { get; }

    /// <summary>Lets the guest do one operation, until it reports.</summary>
    ulong Run(GuestOperation operation, ulong a, ulong b);

    /// <summary>Makes emulated memory, reservation by reservation.</summary>
    void Reserve(ulong address, ulong size, int count, bool anonymous, DeviceAnswer answer);

    /// <summary>Gives it back.</summary>
    void Release();

    /// <summary>Reserves a page and gives it back, so many times.</summary>
    ulong ReserveAndFree(ulong address, int times);

    /// <summary>Backs the only reservation with RAM.</summary>
    ulong Map(int pageBits);

    /// <summary>Takes its RAM away.</summary>
    ulong Unmap();

    /// <summary>Backs the only reservation page by page on first touch.</summary>
    void Defer();

    /// <summary>Copies the buffer to the guest, so many times.</summary>
    ulong CopyIn(ulong address, byte[] buffer, int times);

    /// <summary>Copies from the guest to the buffer, so many times.</summary>
    ulong CopyOut(ulong address, byte[] buffer, int times);
}
