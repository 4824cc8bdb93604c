// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A disk that need not wait for some of what it is asked: it is done in place, in the guest's own memory, which is faster than
/// <see cref="IDisk.ReadAsync"/> and <see cref="IDisk.WriteAsync"/> with memory of the VMM.
/// </summary>
/// <remarks>What holds for offsets, lengths and errors of <see cref="IDisk"/> holds here. Memory that is passed is valid during the call.</remarks>
public interface ISynchronousDisk : IDisk
{
    /// <summary>Reads bytes, if that needs no waiting.</summary>
    /// <param name="offset">Bytes from the disk's start.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <returns>They are there; otherwise <see cref="IDisk.ReadAsync"/> is called.</returns>
    /// <exception cref="IOException">The disk could not read them.</exception>
    bool TryRead(long offset, Span<byte> destination);

    /// <summary>Writes bytes, if that needs no waiting.</summary>
    /// <param name="offset">Bytes from the disk's start.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>They are written; otherwise <see cref="IDisk.WriteAsync"/> is called with the same ones, and more around them.</returns>
    /// <exception cref="IOException">The disk could not write them.</exception>
    bool TryWrite(long offset, ReadOnlySpan<byte> source);
}
