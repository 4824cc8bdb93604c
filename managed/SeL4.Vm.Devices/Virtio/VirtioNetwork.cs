// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>
/// A network device (Virtio 1.2, 5.1): queue 0 receives, queue 1 sends. Frames for the guest wait in a bounded queue until it offers
/// buffers; what exceeds it, and what is too long or too short, is dropped and counted.
/// </summary>
public sealed class VirtioNetwork : VirtioDevice
{
    private const uint NetworkDevice = 1;
    private const int ReceiveQueue = 0;
    private const int TransmitQueue = 1;

    // 5.1.3.
    private const ulong Checksum = 1ul << 0;
    private const ulong GuestChecksum = 1ul << 1;
    private const ulong Mtu = 1ul << 3;
    private const ulong Mac = 1ul << 5;
    private const ulong MergeableBuffers = 1ul << 15;
    private const ulong Status = 1ul << 16;

    // 5.1.4.1 gives the bounds of the MTU. Its place in the configuration, and that of the status: 5.1.4.
    private const int SmallestMtu = 68;
    private const int LargestMtu = ushort.MaxValue;
    private const int StatusOffset = 6;
    private const int MtuOffset = 10;
    private const byte LinkUp = 1;

    private readonly IEthernetPort _port;
    private readonly FrameQueue _frames;
    private readonly NetworkReceiver _receiver;
    private readonly byte[] _configuration = new byte[12];
    private readonly byte[] _sending;
    private readonly Action _deliver;
    private readonly NetworkTally _tally = new();
    private int _isDelivering;
    private ulong _features;

    /// <summary>Makes a network device, to be put behind a <see cref="VirtioMmio"/>.</summary>
    /// <param name="port">Where it is plugged in; the device takes what is received there.</param>
    /// <param name="address">Its address.</param>
    /// <param name="mtu">Bytes of the longest packet in a frame, 68 to 65,535.</param>
    /// <param name="queuedFrames">Most frames that wait for the guest.</param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentNullException">There is no port.</exception>
    /// <exception cref="ArgumentException">The address is that of several cards, or of none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The MTU is out of range, or no frame may wait.</exception>
    public VirtioNetwork(IEthernetPort port, MacAddress address, int mtu = 1500, int queuedFrames = 256, string name = "virtio-network")
        : base(name, NetworkDevice, VirtioDirection.ToDriver, VirtioDirection.FromDriver)
    {
        ArgumentNullException.ThrowIfNull(port);
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, SmallestMtu);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mtu, LargestMtu);
        ArgumentOutOfRangeException.ThrowIfLessThan(queuedFrames, 1);
        if (address.IsMulticast || address == default)
        {
            throw new ArgumentException($"{address} is not the address of one card.", nameof(address));
        }

        LongestFrame = EthernetFrame.HeaderBytes + EthernetFrame.TagBytes + mtu;
        (_port, _frames, _sending) = (port, new FrameQueue(queuedFrames, LongestFrame), new byte[NetworkHeader.Bytes + LongestFrame]);
        _receiver = new NetworkReceiver(_frames, _tally);
        address.CopyTo(_configuration);
        BinaryPrimitives.WriteUInt16LittleEndian(_configuration.AsSpan(MtuOffset), (ushort)mtu);
        IsLinkUp = true;
        _deliver = () => Kick(ReceiveQueue);
        port.Received = Receive;
    }

    /// <summary>Bytes of the longest frame: the MTU, a header and a VLAN tag.</summary>
    public int LongestFrame { get; }

    /// <summary>The cable is plugged in; while it is not, all frames are dropped. Set it on the VM's thread.</summary>
    public bool IsLinkUp
    {
        get => _configuration[StatusOffset] == LinkUp;
        set
        {
            if (value != IsLinkUp)
            {
                _configuration[StatusOffset] = value ? LinkUp : (byte)0;
                ConfigurationChanged();
            }
        }
    }

    /// <summary>What the device has done.</summary>
    public NetworkCounters Counters => _tally.Counters;

    /// <inheritdoc/>
    public override ulong Features => Checksum | GuestChecksum | Mtu | Mac | MergeableBuffers | Status;

    /// <inheritdoc/>
    protected internal override ReadOnlySpan<byte> Configuration => _configuration;

    /// <inheritdoc/>
    protected internal override void Negotiated(ulong features)
    {
        _features = features;
        if (features == 0)
        {
            _frames.Clear();
        }
    }

    /// <inheritdoc/>
    protected internal override void Serve(int index, VirtioQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (index == ReceiveQueue)
        {
            Volatile.Write(ref _isDelivering, 0);
            _receiver.Serve(queue, (_features & MergeableBuffers) != 0, (_features & GuestChecksum) != 0);
        }
        else if (index == TransmitQueue)
        {
            while (queue.TryTake(out VirtioChain? chain))
            {
                Send(chain);
                queue.Return(chain, 0);
            }
        }
    }

    // On any thread.
    private void Receive(EthernetFrame frame)
    {
        if (!IsLinkUp)
        {
            NetworkTally.Add(ref _tally.LinkDown);
        }
        else if (frame.Bytes.Length > LongestFrame)
        {
            NetworkTally.Add(ref _tally.Giants);
        }
        else if (!_frames.TryAdd(frame))
        {
            NetworkTally.Add(ref _tally.Overflows);
        }
        else if (Interlocked.Exchange(ref _isDelivering, 1) == 0)
        {
            // Serving the queue clears the flag before it looks.
            Post(_deliver);
        }
    }

    private void Send(VirtioChain chain)
    {
        NetworkHeader.Require(chain.ReadableBytes);
        ulong length = chain.ReadableBytes - NetworkHeader.Bytes;
        if (length < EthernetFrame.HeaderBytes)
        {
            NetworkTally.Add(ref _tally.Runts);
            return;
        }

        if (length > (ulong)LongestFrame)
        {
            NetworkTally.Add(ref _tally.Giants);
            return;
        }

        if (!IsLinkUp)
        {
            NetworkTally.Add(ref _tally.LinkDown);
            return;
        }

        Span<byte> bytes = _sending.AsSpan(0, (int)chain.ReadableBytes);
        chain.Read(0, bytes);
        if (!NetworkHeader.TryRead(bytes, (_features & Checksum) != 0, out EthernetFrame frame))
        {
            NetworkTally.Add(ref _tally.Malformed);
            return;
        }

        NetworkTally.Add(ref _tally.SentFrames);
        NetworkTally.Add(ref _tally.SentBytes, frame.Bytes.Length);
        _port.Send(frame);
    }
}
