// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A disk: bytes that a <see cref="VirtioBlock"/> offers to a guest. A call that can be answered at once returns a completed
/// <see cref="ValueTask"/>; others complete later, several at a time, in any order, on any thread. Calls come from the VM's thread.
/// </summary>
/// <remarks>
/// Offsets and lengths are multiples of the block size and lie inside of the disk; the caller sees to it. Memory that is passed is the
/// disk's until the call completes. What goes wrong on the disk throws an <see cref="IOException"/>, which the guest sees as an error of
/// the request; any other exception is a mistake in the program.
/// </remarks>
public interface IDisk
{
    /// <summary>Bytes, a multiple of the block size. It does not change.</summary>
    long Length { get; }

    /// <summary>The disk cannot be written. It does not change.</summary>
    bool IsReadOnly { get; }

    /// <summary><see cref="DiscardAsync"/> does something. It does not change.</summary>
    bool CanDiscard { get; }

    /// <summary>Its blocks. It does not change.</summary>
    DiskTopology Topology { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">Bytes from the disk's start.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <returns>Completes when all of them are there.</returns>
    /// <exception cref="IOException">The disk could not read them.</exception>
    ValueTask ReadAsync(long offset, Memory<byte> destination);

    /// <summary>Writes bytes. They may be lost with the power until <see cref="FlushAsync"/> has completed.</summary>
    /// <param name="offset">Bytes from the disk's start.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>Completes when reading gives the new bytes.</returns>
    /// <exception cref="IOException">The disk could not write them; any part of them may have been written.</exception>
    ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> source);

    /// <summary>
    /// Makes durable what has been written. Every write, discard and writing of zeroes that completed before this call is never lost once
    /// this has completed, whatever becomes of the program and the machine. What is still under way may or may not be durable.
    /// </summary>
    /// <returns>Completes when that is so.</returns>
    /// <exception cref="IOException">The disk could not make everything durable.</exception>
    ValueTask FlushAsync();

    /// <summary>The contents of a range are not needed any more: reading them gives anything until they are written.</summary>
    /// <param name="offset">Bytes from the disk's start.</param>
    /// <param name="length">Bytes.</param>
    /// <returns>Completes when the disk has seen to it.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    ValueTask DiscardAsync(long offset, long length);

    /// <summary>Writes zeroes, as <see cref="WriteAsync"/> writes bytes.</summary>
    /// <param name="offset">Bytes from the disk's start.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="mayDiscard">The disk may give back the memory behind the range, where it then reads as zero.</param>
    /// <returns>Completes when reading gives zeroes.</returns>
    /// <exception cref="IOException">The disk could not write them; any part of them may have been written.</exception>
    ValueTask WriteZeroesAsync(long offset, long length, bool mayDiscard);
}
