// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>Transfers between a disk that does not wait and the buffers of a request, in place.</summary>
internal static class BlockTransfer
{
    /// <summary>Reads what a request asks for into its buffers; the last byte of them is for the answer.</summary>
    /// <returns>All of it is there; otherwise it has to be read in another way.</returns>
    public static bool TryRead(ISynchronousDisk disk, VirtioChain chain, long offset)
    {
        long left = (long)chain.WritableBytes - 1;
        for (int i = 0; left > 0; i++)
        {
            GuestRange range = chain.WritableAt(i);
            range = new GuestRange(range.Start, Math.Min(range.Size, (ulong)left));
            if (!chain.Memory.TryGetRamSpan(range, out Span<byte> span) || !disk.TryRead(offset, span))
            {
                return false;
            }

            chain.Memory.MarkDirty(range);
            offset += span.Length;
            left -= span.Length;
        }

        return true;
    }

    /// <summary>Writes what the buffers of a request hold behind its header.</summary>
    /// <returns>All of it is written; otherwise it has to be written in another way.</returns>
    public static bool TryWrite(ISynchronousDisk disk, VirtioChain chain, long offset)
    {
        ulong header = BlockRequest.HeaderBytes;
        for (int i = 0; i < chain.Readable.Count; i++)
        {
            GuestRange range = chain.ReadableAt(i);
            ulong skipped = Math.Min(header, range.Size);
            header -= skipped;
            if (skipped == range.Size)
            {
                continue;
            }

            if (!chain.Memory.TryGetRamSpan(range.Slice(skipped, range.Size - skipped), out Span<byte> span) || !disk.TryWrite(offset, span))
            {
                return false;
            }

            offset += span.Length;
        }

        return true;
    }
}
