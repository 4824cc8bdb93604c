// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>An entropy device (Virtio 1.2, 5.4): the guest offers buffers, and gets them back with random bytes.</summary>
public sealed class VirtioEntropy : VirtioDevice
{
    private const uint EntropyDevice = 4;

    // 5.4.6.2: a device may use less than the whole buffer.
    private const int LargestAnswer = 4096;

    private readonly EntropySource _source;
    private readonly byte[] _random = new byte[LargestAnswer];

    /// <summary>Makes an entropy device, to be put behind a <see cref="VirtioMmio"/>.</summary>
    /// <param name="source">
    /// Fills what it is given with random bytes; <see cref="System.Security.Cryptography.RandomNumberGenerator.Fill"/> fits where the
    /// program's platform has a source of its own. What it throws comes out of <see cref="VirtualMachine.Run"/>.
    /// </param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is <see langword="null"/>.</exception>
    public VirtioEntropy(EntropySource source, string name = "virtio-entropy")
        : base(name, EntropyDevice, VirtioDirection.ToDriver)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
    }

    /// <inheritdoc/>
    protected internal override void Serve(int index, VirtioQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        while (queue.TryTake(out VirtioChain? chain))
        {
            Span<byte> random = _random.AsSpan(0, (int)Math.Min(chain.WritableBytes, LargestAnswer));
            _source(random);
            chain.Write(0, random);
            queue.Return(chain, (uint)random.Length);

            // What the guest has got is nobody else's.
            random.Clear();
        }
    }
}

/// <summary>A source of random bytes.</summary>
/// <param name="destination">All of it is filled.</param>
public delegate void EntropySource(Span<byte> destination);
