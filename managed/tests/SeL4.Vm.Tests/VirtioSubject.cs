// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>
/// A kind of virtio device with one of its queues, for tests that every kind has to pass: it has something to do for each chain, and
/// tells whether it has done anything.
/// </summary>
internal sealed class VirtioSubject
{
    /// <summary>Where a driver may put the buffers of a request.</summary>
    public const ulong Buffer = 0x8000;

    private const ulong Header = 0x8800;
    private const ulong Answer = 0x8900;

    private readonly uint _command;
    private readonly Action _offer;
    private readonly Func<int> _done;

    private VirtioSubject(
        VirtioDevice device, int queue, VirtioDirection direction, Action offer, Func<int> done, uint command = 0)
    {
        (Device, Queue, Direction) = (device, queue, direction);
        (_offer, _done, _command) = (offer, done, command);
    }

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["console input", "console output", "block read", "block write", "network receive", "network transmit", "entropy"];

    public VirtioDevice Device { get; }

    public int Queue { get; }

    public VirtioDirection Direction { get; }

    /// <summary>What the outside has seen of the guest: bytes, frames, requests.</summary>
    public int DoneCount => _done();

    public static VirtioSubject Create(string kind)
    {
        List<byte> console = [];
        var disk = new TestDisk(0x8000);
        var cable = new CountingCable();
        int asked = 0;
        return kind switch
        {
            "console input" => OfConsole(console, 0, VirtioDirection.ToDriver),
            "console output" => OfConsole(console, 1, VirtioDirection.FromDriver),
            "block read" => OfBlock(disk, isWrite: false, () => disk.Log.Count),
            "block write" => OfBlock(disk, isWrite: true, () => disk.Log.Count),
            "network receive" => OfNetwork(cable, 0, VirtioDirection.ToDriver),
            "network transmit" => OfNetwork(cable, 1, VirtioDirection.FromDriver),
            "entropy" => new(new VirtioEntropy(_ => asked++), 0, VirtioDirection.ToDriver, () => { }, () => asked),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
    }

    public static VirtioSubject OfBlock(IDisk disk, bool isWrite, Func<int>? done = null) =>
        new(new VirtioBlock(disk), 0, VirtioDirection.Both, () => { }, done ?? (() => 0), isWrite ? 1u : 0);

    /// <summary>Gives the device something for the driver, where it is the one that begins.</summary>
    public void Offer() => _offer();

    /// <summary>Buffers of a request that is as it should be.</summary>
    public (List<GuestRange> Readable, List<GuestRange> Writable) Request(GuestMemory memory, ulong ram)
    {
        var buffer = new GuestRange(ram + Buffer, 512);
        if (Direction != VirtioDirection.Both)
        {
            return Direction == VirtioDirection.FromDriver ? ([buffer], []) : ([], [buffer]);
        }

        memory.Write(ram + Header, new byte[16]);
        memory.Write(ram + Header, _command);
        var header = new GuestRange(ram + Header, 16);
        var answer = new GuestRange(ram + Answer, 1);
        return _command == 0 ? ([header], [buffer, answer]) : ([header, buffer], [answer]);
    }

    private static VirtioSubject OfConsole(List<byte> sent, int queue, VirtioDirection direction)
    {
        var console = new VirtioConsole(m => sent.AddRange(m.Span));
        return new(console, queue, direction, () => console.Receive("input"u8), () => sent.Count);
    }

    private static VirtioSubject OfNetwork(CountingCable cable, int queue, VirtioDirection direction)
    {
        var network = new VirtioNetwork(cable, new MacAddress([2, 0, 0, 0, 0, 1]));
        return new(network, queue, direction, () => cable.Received!(new EthernetFrame(new byte[60])), () => cable.SentCount);
    }

    private sealed class CountingCable : IEthernetPort
    {
        public int SentCount { get; private set; }

        public EthernetFrameHandler? Received { get; set; }

        public void Send(EthernetFrame frame) => SentCount++;
    }
}
