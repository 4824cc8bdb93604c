// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;
using System.Text;

namespace SeL4.Vm.Devices;

/// <summary>
/// A block device (Virtio 1.2, 5.2) over an <see cref="IDisk"/>. Requests that the disk answers later stay in flight, and are answered in
/// the order in which the disk completes them. A driver that did not accept the feature to flush has every write flushed (5.2.6.2).
/// </summary>
public sealed class VirtioBlock : VirtioDevice
{
    internal const ulong DiscardFeature = 1ul << 13;
    internal const ulong WriteZeroesFeature = 1ul << 14;

    private const uint BlockDevice = 2;
    private const int Queue = 0;

    // 5.2.3.
    private const ulong SizeLimit = 1ul << 1;
    private const ulong SegmentLimit = 1ul << 2;
    private const ulong ReadOnlyFeature = 1ul << 5;
    private const ulong BlockSizeFeature = 1ul << 6;
    private const ulong FlushFeature = 1ul << 9;
    private const ulong TopologyFeature = 1ul << 10;

    // Memory of the VMM that requests take: this much for each, so many at once. Others wait in the queue.
    private const int LargestPiece = 0x4_0000;
    private const int MostInFlight = 32;

    private readonly IDisk _disk;
    private readonly ISynchronousDisk? _synchronous;
    private readonly Action<IOException>? _failed;
    private readonly byte[] _id = new byte[BlockRequest.NameBytes];
    private readonly byte[] _configuration;
    private ulong _features;
    private int _inFlight;
    private bool _isHeldBack;

    /// <summary>Makes a block device, to be put behind a <see cref="VirtioMmio"/>. It does not own the disk.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="id">What the guest calls its serial number: at most 20 ASCII characters.</param>
    /// <param name="failed">Called with an error of the disk, which the guest sees as VIRTIO_BLK_S_IOERR.</param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentNullException">There is no disk, or no <paramref name="id"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="id"/> is too long, or not ASCII.</exception>
    public VirtioBlock(IDisk disk, string id = "", Action<IOException>? failed = null, string name = "virtio-block")
        : base(name, BlockDevice, VirtioDirection.Both)
    {
        ArgumentNullException.ThrowIfNull(disk);
        ArgumentNullException.ThrowIfNull(id);
        if (!Ascii.IsValid(id) || id.Length > _id.Length)
        {
            throw new ArgumentException($"\"{id}\" is not an identity of at most {_id.Length} ASCII characters.", nameof(id));
        }

        (_disk, _synchronous, _failed) = (disk, disk as ISynchronousDisk, failed);
        Encoding.ASCII.GetBytes(id, _id);
        _configuration = BlockConfiguration.Of(disk);
    }

    /// <inheritdoc/>
    public override ulong Features => SizeLimit | SegmentLimit | BlockSizeFeature | FlushFeature | TopologyFeature
        | (_disk.IsReadOnly ? ReadOnlyFeature : WriteZeroesFeature | (_disk.CanDiscard ? DiscardFeature : 0));

    /// <inheritdoc/>
    public override ulong LargestChain => BlockRequest.HeaderBytes + BlockConfiguration.LargestTransfer + 1;

    /// <summary>Requests that the disk has not answered yet.</summary>
    public int InFlightCount => _inFlight;

    /// <inheritdoc/>
    protected internal override ReadOnlySpan<byte> Configuration => _configuration;

    /// <inheritdoc/>
    protected internal override void Negotiated(ulong features) => _features = features;

    /// <inheritdoc/>
    protected internal override void Serve(int index, VirtioQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        _isHeldBack = _inFlight == MostInFlight;
        while (!_isHeldBack && queue.TryTake(out VirtioChain? chain))
        {
            BlockRequest request = BlockRequest.Read(chain, _disk, _features);
            if (TryTransfer(chain, request, out BlockStatus status))
            {
                Finish(queue, chain, request, status);
                continue;
            }

            _inFlight++;
            Observe(AnswerAsync(queue, chain, request));
            _isHeldBack = _inFlight == MostInFlight;
        }
    }

    // In place, where neither the disk nor a flush is to be waited for.
    private bool TryTransfer(VirtioChain chain, BlockRequest request, out BlockStatus status)
    {
        status = request.Status;
        if (_synchronous is null || status != BlockStatus.Ok)
        {
            return false;
        }

        try
        {
            return request.Type switch
            {
                BlockCommand.Read => BlockTransfer.TryRead(_synchronous, chain, request.Offset),
                BlockCommand.Write => (_features & FlushFeature) != 0 && BlockTransfer.TryWrite(_synchronous, chain, request.Offset),
                _ => false,
            };
        }
        catch (IOException exception)
        {
            _failed?.Invoke(exception);
            status = BlockStatus.Failed;
            return true;
        }
    }

    private async ValueTask AnswerAsync(VirtioQueue queue, VirtioChain chain, BlockRequest request)
    {
        BlockStatus status = request.Status;
        bool writesThrough = request.IsChange && (_features & FlushFeature) == 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.TransferBytes, LargestPiece));
        try
        {
            for (long done = 0; status == BlockStatus.Ok && !chain.IsAbandoned;)
            {
                Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(request.TransferBytes - done, LargestPiece));
                await Resume(Begin(request, chain, done, piece));
                if (request.Type == BlockCommand.Read)
                {
                    chain.Write((ulong)done, piece.Span);
                }

                done += piece.Length;
                if (done == request.TransferBytes)
                {
                    break;
                }
            }

            if (writesThrough && status == BlockStatus.Ok)
            {
                await Resume(_disk.FlushAsync());
            }
        }
        catch (IOException exception)
        {
            status = BlockStatus.Failed;
            _failed?.Invoke(exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _inFlight--;
        }

        Finish(queue, chain, request, status);
    }

    private ValueTask Begin(BlockRequest request, VirtioChain chain, long done, Memory<byte> piece)
    {
        switch (request.Type)
        {
            case BlockCommand.Read:
                return _disk.ReadAsync(request.Offset + done, piece);
            case BlockCommand.Write:
                chain.Read(BlockRequest.HeaderBytes + (ulong)done, piece.Span);
                return _disk.WriteAsync(request.Offset + done, piece);
            case BlockCommand.Discard:
                return _disk.DiscardAsync(request.Offset, request.Length);
            case BlockCommand.WriteZeroes:
                return _disk.WriteZeroesAsync(request.Offset, request.Length, request.MayDiscard);
            case BlockCommand.GetName:
                chain.Write(0, _id);
                return default;
            default:
                return _disk.FlushAsync();
        }
    }

    private void Finish(VirtioQueue queue, VirtioChain chain, BlockRequest request, BlockStatus status)
    {
        // 2.7.8.2: what is counted was written from the first byte on; the answer is the last one.
        bool isWhole = chain.WritableBytes == 1
            || (status == BlockStatus.Ok && request.Type is BlockCommand.Read or BlockCommand.GetName);
        ulong written = isWhole ? chain.WritableBytes : 0;
        chain.Write(chain.WritableBytes - 1, [(byte)status]);
        queue.Return(chain, (uint)written);
        if (_isHeldBack)
        {
            Kick(Queue);
        }
    }
}
