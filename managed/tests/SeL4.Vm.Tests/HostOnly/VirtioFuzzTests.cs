// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>
/// Rings of random contents for every kind of device. Whatever a driver writes, the VMM lives, the device either works or asks for a
/// reset, it returns no more than it was offered, and it serves the next driver.
/// </summary>
public sealed class VirtioFuzzTests : VmTest
{
    private const long Iterations = 1000;
    private const ulong RamSize = 16 * Page;
    private const ulong Buffers = RamStart + VirtioSubject.Buffer;

    private static readonly Gen<ulong> Address = Gen.Frequency(
        (20, Gen.ULong[0, 0x1800].Select(offset => Buffers + offset)),
        (1, Gen.OneOf(0ul, Device, RamStart + RamSize - 1, ulong.MaxValue)));

    private static readonly Gen<uint> Length = Gen.Frequency(
        (20, Gen.OneOf(1u, 12u, 16u, 20u, 60u, 512u, 513u)), (5, Gen.UInt[1, 2000]), (1, Gen.OneOf(0u, uint.MaxValue)));

    private static readonly Gen<(ulong Address, uint Length, ushort Flags, ushort Next)> AnyDescriptor = Gen.Select(
        Address, Length, Gen.Frequency((8, Gen.UShort[0, 3]), (1, Gen.UShort[0, 7])), Gen.UShort[0, 8], (a, l, f, n) => (a, l, f, n));

    private static readonly Gen<(ulong Features, (ulong, uint, ushort, ushort)[] Table, ushort[] Heads, byte[] Contents)> AnyRing =
        Gen.Select(
            Gen.ULong.Select(f => f & (VirtioDriver.IndirectFeature | VirtioDriver.EventIndexFeature | 0x1_e3ff)),
            AnyDescriptor.Array[VirtioDriver.DefaultQueueSize],
            Gen.UShort[0, 8].Array[1, 6],
            Gen.Frequency((4, Gen.Byte[0, 2]), (1, Gen.Byte)).Array[64],
            (f, t, h, c) => (f, t, h, c));

    public static TheoryData<string> Kinds => new(VirtioSubject.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoRingHarmsTheMachine(string kind)
    {
        MapRam(RamSize);
        VirtioSubject subject = VirtioSubject.Create(kind);
        var transport = new VirtioMmio(Memory, subject.Device);
        Memory.Attach(Device, transport);
        TestGuest guest = StartGuest();
        VirtioDriver driver = guest.DriveVirtio(Memory, Device, RamStart, subject.Device.Queues.Count);
        ulong offered = driver.ReadFeatures();
        int broken = 0;
        int served = 0;
        AnyRing.Sample(
            ring =>
            {
                driver.SetUp(VirtioDriver.Version1Feature | (ring.Features & offered));
                for (int i = 0; i < ring.Table.Length; i++)
                {
                    (ulong address, uint length, ushort flags, ushort next) = ring.Table[i];
                    driver.Describe(subject.Queue, i, address, length, flags, next);
                }

                for (ulong at = 0; at < 0x1800; at += 64)
                {
                    Memory.Write(Buffers + at, ring.Contents);
                }

                Array.ForEach(ring.Heads, head => driver.Add(subject.Queue, head));
                subject.Offer();
                driver.Notify(subject.Queue);
                guest.Run();
                bool isBroken = driver.Status != VirtioDriver.Working;
                Assert.Equal(isBroken ? VirtioDriver.NeedsReset : VirtioDriver.Working, driver.Status);
                Assert.Equal(isBroken, transport.Fault is not null);
                Assert.InRange(driver.Used(subject.Queue), 0, ring.Heads.Length);
                broken += isBroken ? 1 : 0;
                served += driver.Used(subject.Queue);
            },
            iter: Iterations,
            threads: 1);

        // The generator reaches both sides.
        Assert.InRange(broken, 1, Iterations - 1);
        Assert.InRange(served, 1, Iterations * 6);
        driver.SetUp();
        (List<GuestRange> readable, List<GuestRange> writable) = subject.Request(Memory, RamStart);
        driver.Add(subject.Queue, readable, writable);
        subject.Offer();
        driver.Notify(subject.Queue);
        guest.Run();
        Assert.Equal(1, driver.Used(subject.Queue));
    }
}
