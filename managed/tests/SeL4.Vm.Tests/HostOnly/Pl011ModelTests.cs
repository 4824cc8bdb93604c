// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Vm.Devices;
using Xunit.Abstractions;

namespace SeL4.Vm.Tests;

/// <summary>
/// Random accesses to a PL011 and bytes that arrive, against a model that reads Arm DDI 0183 in its own way. Both agree on what is
/// read, sent and interrupted. A failure prints its seed, which the environment variable CsCheck_Seed repeats.
/// </summary>
public sealed class Pl011ModelTests(ITestOutputHelper output) : VmTest
{
    private const long Iterations = 4000;
    private const int MostSteps = 60;

    private static readonly Gen<ulong> Offset = Gen.Frequency(
        (10, Gen.OneOf<ulong>(0x000ul, 0x000, 0x004, 0x018, 0x02c, 0x030, 0x038, 0x03c, 0x040, 0x044)),
        (4, Gen.ULong[0, 0x13].Select(word => word * 4)),
        (2, Gen.ULong[0, 0x4f]),
        (1, Gen.ULong[0xfd8, 0xff7]),
        (1, Gen.ULong[0, 0xff7]));

    private static readonly Gen<ulong> Value = Gen.Frequency(
        (4, Gen.ULong[0, 0xff]),
        (4, Gen.OneOf<ulong>(0ul, 0x10, 0x80, 0x70, 0x301, 0x381, 0x3f81, 0x7ff, 0xffff)), // FIFOs on, loops, masks
        (2, Gen.ULong));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (5, Gen.Select(Offset, Gen.OneOf(1, 2, 4, 4, 4, 8), (offset, length) => new Step(StepKind.Load, offset, length, 0, []))),
        (5, Gen.Select(Offset, Gen.OneOf(1, 2, 4, 4, 4, 8), Value, (offset, length, value) => new Step(StepKind.Store, offset, length, value, []))),
        (2, Gen.Byte.Array[0, 20].Select(bytes => new Step(StepKind.Arrive, 0, 0, 0, bytes))));

    private enum StepKind
    {
        Load,
        Store,
        Arrive,
    }

    [Fact]
    public void TheDeviceDoesWhatTheManualSays()
    {
        int overruns = 0;
        int looped = 0;
        int waiting = 0;
        AnyStep.Array[0, MostSteps].Sample(
            steps =>
            {
                List<byte> sent = [];
                List<bool> levels = [];
                var device = new Pl011(sent.Add, levels.Add);
                var model = new Model();
                foreach (Step step in steps)
                {
                    Assert.Equal(model.Do(step), Do(device, step));
                    Assert.Equal(model.Sent, sent);
                    Assert.Equal(model.Levels, levels);
                    Assert.Equal(model.IsHigh, device.IsInterruptHigh);
                    Assert.Equal(model.Count, device.ReceivedCount);
                    waiting = Math.Max(waiting, model.Count);
                }

                overruns += model.Overruns;
                looped += model.Looped;
                device.Reset();
                Assert.Equal((0, false), (device.ReceivedCount, device.IsInterruptHigh));
            },
            output.WriteLine,
            iter: Iterations,
            threads: 1);

        // The generator reaches what is rare.
        Assert.InRange(overruns, 100, int.MaxValue);
        Assert.InRange(looped, 100, int.MaxValue);
        Assert.InRange(waiting, 17, int.MaxValue);
    }

    [Fact]
    public void AGuestThatLoadsWithoutExitsSeesTheSame()
    {
        ulong[] plain = [0x04, 0x18, 0x2c, 0x30, 0x38, 0x3c, 0x40, 0x44];
        TestGuest guest = StartGuest();
        AnyStep.Array[0, MostSteps].Sample(
            steps =>
            {
                var device = new Pl011(_ => { });
                using SharedFrame place = Memory.AttachWithDirectReads(Device, device);
                foreach (Step step in steps)
                {
                    Do(device, step);
                    Assert.All(plain, register => Assert.Equal((uint)device.Read(register, 4), guest.Read<uint>(Device + register)));
                }
            },
            output.WriteLine,
            iter: Iterations / 10,
            threads: 1);
    }

    [Fact]
    public void BytesBehindTheFifoInterruptWhenTheyEnterIt()
    {
        var device = new Pl011(_ => { });
        device.Receive("ab"u8);
        device.Write(0x44, 4, 0x7ff); // as a handler that clears first, and reads one byte a time
        Assert.Equal('a', (char)device.Read(0, 4));
        Assert.Equal(0x50ul, device.Read(0x3c, 4));
        Assert.Equal('b', (char)device.Read(0, 4));
        Assert.Equal(0ul, device.Read(0x3c, 4));
        device.Receive("cd"u8);
        device.Write(0x44, 4, 0x7ff);
        device.Write(0x2c, 4, 0x10); // with FIFOs there is room
        Assert.Equal(0x50ul, device.Read(0x3c, 4));
    }

    [Fact]
    public void AnOverrunIsNotedWithTheNextByte()
    {
        var device = new Pl011(_ => { });
        device.Write(0x30, 4, 0x381);
        device.Write(0, 4, 'a');
        device.Write(0, 4, 'b'); // lost
        Assert.Equal((ulong)'a', device.Read(0, 4));
        device.Write(0, 4, 'c');
        Assert.Equal(0x800ul | 'c', device.Read(0, 4));
        device.Write(0, 4, 'd');
        Assert.Equal((ulong)'d', device.Read(0, 4));
        Assert.Equal(8ul, device.Read(4, 4));
    }

    [Fact]
    public void ALoopKeepsTheLineOutAndModemInputsInterrupt()
    {
        var device = new Pl011(_ => { });
        device.Write(0x30, 4, 0x381);
        device.Receive("a"u8);
        Assert.Equal(0x90ul, device.Read(0x18, 4)); // nothing has come in
        device.Write(0x30, 4, 0x381 | (1 << 11)); // RTS is CTS
        Assert.Equal(0x91ul, device.Read(0x18, 4));
        Assert.Equal(2ul, device.Read(0x3c, 4));
        device.Write(0x30, 4, 0x301);
        Assert.Equal('a', (char)device.Read(0, 4));
    }

    private static ulong Do(Pl011 device, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Load:
                return device.Read(step.Offset, step.Length);
            case StepKind.Store:
                device.Write(step.Offset, step.Length, step.Value);
                return 0;
            default:
                device.Receive(step.Bytes);
                return 0;
        }
    }

    private sealed record Step(StepKind Kind, ulong Offset, int Length, ulong Value, byte[] Bytes)
    {
        public override string ToString() => Kind == StepKind.Arrive
            ? $"arrive {Convert.ToHexString(Bytes)}"
            : $"{Kind} {Length} at 0x{Offset:x} 0x{Value:x}";
    }

    // The registers of table 3-1 as words in an array; everything else follows from them, the two queues and the raw interrupts.
    private sealed class Model
    {
        private static readonly Dictionary<int, uint> Writable = new()
        {
            [0x20] = 0xff,
            [0x24] = 0xffff,
            [0x28] = 0x3f,
            [0x2c] = 0xff,
            [0x30] = 0xff87,
            [0x34] = 0x3f,
            [0x38] = 0x7ff,
            [0x48] = 7,
        };

        private readonly uint[] _words = new uint[0x400];
        private readonly List<uint> _fifo = [];
        private readonly List<byte> _line = [];
        private uint _raw;
        private uint _status;
        private bool _lostOne;

        public Model()
        {
            Word(0x30) = 0x300;
            Word(0x34) = 0x12;
            uint[] identification = [0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1];
            identification.CopyTo(_words, 0xfe0 / 4);
        }

        public List<byte> Sent { get; } = [];

        public List<bool> Levels { get; } = [];

        public bool IsHigh { get; private set; }

        public int Count => _fifo.Count + _line.Count;

        public int Overruns { get; private set; }

        public int Looped { get; private set; }

        private bool IsLoop => (Word(0x30) & 0x80) != 0;

        private int Room => ((Word(0x2c) & 0x10) != 0 ? 16 : 1) - _fifo.Count;

        // FR: CTS, DSR and DCD in bits 0 to 2, RI in bit 8; CR: DTR, RTS, Out1, Out2 in bits 10 to 13.
        private uint Modem => !IsLoop ? 0 : Bit(11, 0) | Bit(10, 1) | Bit(12, 2) | Bit(13, 8);

        public ulong Do(Step step)
        {
            ulong result = 0;
            int word = (int)step.Offset & ~3;
            int shift = 8 * ((int)step.Offset & 3);
            if (step.Kind == StepKind.Arrive)
            {
                _line.AddRange(step.Bytes);
            }
            else if (shift + (8 * step.Length) <= 32)
            {
                ulong bits = (1ul << (8 * step.Length)) - 1;
                if (step.Kind == StepKind.Load)
                {
                    result = (Load(word) >> shift) & bits;
                }
                else
                {
                    uint kept = Writable.ContainsKey(word) ? Word(word) & ~(uint)(bits << shift) : 0;
                    Store(word, kept | (uint)((step.Value & bits) << shift));
                }
            }

            // A byte comes in as soon as it can, and interrupts. Another that comes in when one is read leaves the line high.
            while (!IsLoop && Room > 0 && _line.Count > 0)
            {
                ComeIn(_line[0]);
                _line.RemoveAt(0);
            }

            Interrupt(set: 0, clear: _fifo.Count == 0 ? 0x50u : 0);
            return result;
        }

        private uint Load(int word)
        {
            switch (word)
            {
                case 0x00:
                    uint data = 0;
                    if (_fifo.Count > 0)
                    {
                        data = _fifo[0];
                        _fifo.RemoveAt(0);
                    }

                    return data;
                case 0x04:
                    return _status;
                case 0x18:
                    return 0x80 | (_fifo.Count == 0 ? 0x10u : 0) | (Room <= 0 ? 0x40u : 0) | Modem;
                case 0x3c:
                    return _raw;
                case 0x40:
                    return _raw & Word(0x38);
                default:
                    return Word(word);
            }
        }

        private void Store(int word, uint value)
        {
            uint modem = Modem;
            switch (word)
            {
                case 0x00:
                    Send((byte)value);
                    break;
                case 0x04:
                    _status = 0;
                    break;
                case 0x44:
                    Interrupt(set: 0, clear: value);
                    break;
                case int known when Writable.TryGetValue(known, out uint bits):
                    Word(word) = (Word(word) & ~bits) | (value & bits);
                    uint changed = modem ^ Modem;
                    Interrupt(set: ((changed & 1) << 1) | ((changed & 2) << 2) | (changed & 4) | (changed >> 8), clear: 0);
                    break;
            }
        }

        private void Send(byte value)
        {
            if (!IsLoop)
            {
                Sent.Add(value);
            }
            else if (Room > 0)
            {
                Looped++;
                ComeIn(value);
            }
            else
            {
                Overruns++;
                _status |= 8;
                _lostOne = true;
                Interrupt(set: 0x400, clear: 0);
            }

            Interrupt(set: 0x20, clear: 0);
        }

        private void ComeIn(byte value)
        {
            _fifo.Add(value | (_lostOne ? 0x800u : 0));
            _lostOne = false;
            Interrupt(set: 0x50, clear: 0);
        }

        private void Interrupt(uint set, uint clear)
        {
            _raw = (_raw & ~clear) | set;
            bool isHigh = (_raw & Word(0x38)) != 0;
            if (isHigh != IsHigh)
            {
                IsHigh = isHigh;
                Levels.Add(isHigh);
            }
        }

        private uint Bit(int from, int to) => ((Word(0x30) >> from) & 1) << to;

        private ref uint Word(int offset) => ref _words[offset / 4];
    }
}
