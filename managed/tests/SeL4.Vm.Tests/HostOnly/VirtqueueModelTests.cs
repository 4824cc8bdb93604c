// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>
/// Rings of random contents against a model that reads Virtio 1.2, 2.7, in its own way. Device and model agree on what is sent, which
/// chains come back, and whether the device asks for a reset.
/// </summary>
public sealed class VirtqueueModelTests : VmTest
{
    private const int Chains = 4;
    private const long Iterations = 3000;
    private const ulong RamSize = 16 * Page;
    private const ulong Text = RamStart + (8 * Page);
    private const ulong Tables = RamStart + (9 * Page);
    private const int TableDescriptors = 4;

    // Mostly what a driver may write, so that chains of some length come about.
    private static readonly Gen<ulong> Address = Gen.Frequency(
        (20, Gen.ULong[0, 200].Select(offset => Text + offset)),
        (6, Gen.ULong[0, 8].Select(table => Tables + (table * 16))),
        (1, Gen.OneOf(0ul, Device, RamStart + RamSize - 1, 0x8000_0000ul, 0xffff_ffff_ffff_fff0ul)));

    private static readonly Gen<uint> Length = Gen.Frequency(
        (20, Gen.UInt[1, 40]), (6, Gen.OneOf(16u, 32u, 64u)), (1, Gen.OneOf(0u, uint.MaxValue, 0x1_0000u)));

    private static readonly Gen<ushort> Flags = Gen.Frequency(
        (8, Gen.OneOf<ushort>(0, 1)), (2, Gen.OneOf<ushort>(4, 6)), (1, Gen.UShort[0, 7]));

    private static readonly Gen<Descriptor> AnyDescriptor =
        Gen.Select(Address, Length, Flags, Gen.Frequency((20, Gen.UShort[0, 7]), (1, Gen.UShort)), (a, l, f, n) => new Descriptor(a, l, f, n));

    private static readonly Gen<Ring> AnyRing = Gen.Select(
        AnyDescriptor.Array[(int)VirtioDriver.DefaultQueueSize],
        AnyDescriptor.Array[TableDescriptors],
        Gen.Frequency((20, Gen.UShort[0, 7]), (1, Gen.UShort)).Array[1, Chains],
        Gen.Bool,
        (queue, table, heads, hasIndirect) => new Ring(queue, table, heads, hasIndirect));

    [Fact]
    public void TheDeviceDoesWhatTheSpecificationSays()
    {
        MapRam(RamSize);
        var sent = new List<byte>();
        var transport = new VirtioMmio(Memory, new VirtioConsole(m => sent.AddRange(m.Span)));
        Memory.Attach(Device, transport);
        var driver = StartGuest().DriveVirtio(Memory, Device, RamStart);
        Memory.Write(Text, [.. Enumerable.Range(0, (int)Page).Select(i => (byte)i)]);
        int broken = 0;
        int served = 0;
        AnyRing.Sample(
            ring =>
            {
                sent.Clear();
                uint status = Play(driver, ring);
                (List<byte> expected, int returned, bool isBroken) = new Model(Memory, ring.HasIndirect).Serve(ring);
                Assert.Equal(expected, sent);
                Assert.Equal(returned, driver.Used(1));
                Assert.Equal(isBroken ? VirtioDriver.NeedsReset : VirtioDriver.Working, status);
                Assert.Equal(isBroken, transport.Fault is not null);
                broken += isBroken ? 1 : 0;
                served += returned;
            },
            iter: Iterations,
            threads: 1);

        // The generator reaches both sides.
        Assert.InRange(broken, Iterations / 10, Iterations * 9 / 10);
        Assert.InRange(served, Iterations / 4, Iterations * Chains);
    }

    private static uint Play(VirtioDriver driver, Ring ring)
    {
        driver.SetUp(VirtioDriver.Version1Feature | (ring.HasIndirect ? VirtioDriver.IndirectFeature : 0));
        for (int i = 0; i < ring.Queue.Length; i++)
        {
            (ulong address, uint length, ushort flags, ushort next) = ring.Queue[i];
            driver.Describe(1, i, address, length, flags, next);
        }

        for (int i = 0; i < ring.Table.Length; i++)
        {
            (ulong address, uint length, ushort flags, ushort next) = ring.Table[i];
            driver.DescribeAt(Tables + (16ul * (ulong)i), address, length, flags, next);
        }

        foreach (ushort head in ring.Heads)
        {
            driver.Add(1, head);
        }

        driver.Notify(1);
        return driver.Status;
    }

    internal readonly record struct Descriptor(ulong Address, uint Length, ushort Flags, ushort Next)
    {
        public bool HasNext => (Flags & 1) != 0;

        public bool IsWritable => (Flags & 2) != 0;

        public bool IsIndirect => (Flags & 4) != 0;
    }

    internal sealed record Ring(Descriptor[] Queue, Descriptor[] Table, ushort[] Heads, bool HasIndirect);

    // Collects a chain's buffers recursively; null stands for a rule that was broken.
    private sealed class Model(GuestMemory memory, bool hasIndirect)
    {
        public (List<byte> Sent, int Returned, bool IsBroken) Serve(Ring ring)
        {
            List<byte> sent = [];
            int returned = 0;
            foreach (ushort head in ring.Heads)
            {
                List<Descriptor>? buffers = Collect([], ring.Queue, head, isTable: false);
                if (buffers is null || buffers.Any(b => !IsSound(b)))
                {
                    return (sent, returned, true);
                }

                foreach (Descriptor buffer in buffers)
                {
                    byte[] bytes = new byte[buffer.Length];
                    memory.Read(buffer.Address, bytes);
                    sent.AddRange(bytes);
                }

                returned++;
            }

            return (sent, returned, false);
        }

        private static bool IsSound(Descriptor buffer) => !buffer.IsWritable && buffer.Length > 0 && IsRam(buffer.Address, buffer.Length);

        private static bool IsRam(ulong address, ulong length) =>
            address >= RamStart && address < RamStart + RamSize && length <= RamStart + RamSize - address;

        private List<Descriptor>? Collect(List<Descriptor> buffers, Descriptor[] table, int index, bool isTable)
        {
            if (index >= table.Length || buffers.Count == VirtioDriver.DefaultQueueSize)
            {
                return null;
            }

            Descriptor descriptor = table[index];
            if (descriptor.IsIndirect)
            {
                return isTable || descriptor.HasNext || !hasIndirect ? null : CollectTable(buffers, descriptor);
            }

            buffers.Add(descriptor);
            return descriptor.HasNext ? Collect(buffers, table, descriptor.Next, isTable) : buffers;
        }

        private List<Descriptor>? CollectTable(List<Descriptor> buffers, Descriptor reference)
        {
            if (reference.Length == 0 || reference.Length % 16 != 0 || !IsRam(reference.Address, reference.Length))
            {
                return null;
            }

            var table = new Descriptor[reference.Length / 16];
            for (int i = 0; i < table.Length; i++)
            {
                ulong at = reference.Address + (16ul * (ulong)i);
                table[i] = new Descriptor(
                    memory.Read<ulong>(at), memory.Read<uint>(at + 8), memory.Read<ushort>(at + 12), memory.Read<ushort>(at + 14));
            }

            return Collect(buffers, table, 0, isTable: true);
        }
    }
}
