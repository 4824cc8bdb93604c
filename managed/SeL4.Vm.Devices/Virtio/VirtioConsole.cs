// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;

namespace SeL4.Vm.Devices;

/// <summary>A console device (Virtio 1.2, 5.3) with one port: queue 0 receives, queue 1 transmits.</summary>
public sealed class VirtioConsole : VirtioDevice
{
    private const uint ConsoleDevice = 3;
    private const int ReceiveQueue = 0;
    private const int TransmitQueue = 1;
    private const int LargestPiece = 64 * 1024;

    private readonly Action<ReadOnlyMemory<byte>> _transmit;
    private readonly Queue<byte> _waiting = new();

    /// <summary>Makes a console, to be put behind a <see cref="VirtioMmio"/>.</summary>
    /// <param name="transmit">Called with what the guest sends; the memory is valid during the call.</param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentNullException"><paramref name="transmit"/> is <see langword="null"/>.</exception>
    public VirtioConsole(Action<ReadOnlyMemory<byte>> transmit, string name = "virtio-console")
        : base(name, ConsoleDevice, VirtioDirection.ToDriver, VirtioDirection.FromDriver)
    {
        ArgumentNullException.ThrowIfNull(transmit);
        _transmit = transmit;
    }

    /// <summary>Bytes that wait for the guest to offer a buffer. A reset, or a queue that the guest broke, loses none of them.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>Lets bytes arrive; they wait until the guest offers buffers. Call it on the VM's thread.</summary>
    /// <param name="data">The bytes.</param>
    public void Receive(ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            _waiting.Enqueue(value);
        }

        Kick(ReceiveQueue);
    }

    /// <inheritdoc/>
    protected internal override void Serve(int index, VirtioQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (index == ReceiveQueue)
        {
            Fill(queue);
        }
        else if (index == TransmitQueue)
        {
            Drain(queue);
        }
    }

    private void Drain(VirtioQueue queue)
    {
        while (queue.TryTake(out VirtioChain? chain))
        {
            Send(chain);
            queue.Return(chain, 0);
        }
    }

    private void Send(VirtioChain chain)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(LargestPiece, chain.ReadableBytes));
        try
        {
            for (ulong sent = 0; sent < chain.ReadableBytes;)
            {
                int piece = (int)Math.Min((ulong)buffer.Length, chain.ReadableBytes - sent);
                chain.Read(sent, buffer.AsSpan(0, piece));
                _transmit(buffer.AsMemory(0, piece));
                sent += (ulong)piece;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Fill(VirtioQueue queue)
    {
        while (_waiting.Count > 0 && queue.TryTake(out VirtioChain? chain))
        {
            byte[] piece = new byte[Math.Min((ulong)_waiting.Count, chain.WritableBytes)];
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = _waiting.Dequeue();
            }

            chain.Write(0, piece);
            queue.Return(chain, (uint)piece.Length);
        }
    }
}
