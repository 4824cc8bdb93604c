// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests.BadInput;

/// <summary>
/// What no driver may put into a virtqueue (Virtio 1.2, 2.7), for every kind of device: it asks for a reset, nothing of the chain has been
/// done, the chain is not returned, and the next driver is served.
/// </summary>
public sealed class BadRingTests : VmTest
{
    private const ulong RamSize = 16 * Page;
    private const ulong Tables = RamStart + 0xa000;
    private const uint Mark = 0x6d61_726b;

    // What is wrong, how a driver writes it behind a good part of a chain, and what the device says.
    private static readonly (string Name, Action<BadRingTests> Write, string Fault)[] Rings =
    [
        ("a head outside of the table", t => t.Offer(8), "Descriptor 8 of a table of 8"),
        ("a next outside of the table", t => t.OfferLast(next: 8), "Descriptor 8 of a table of 8"),
        ("a loop", t => t.OfferLast(next: 0), "more than 8"),
        ("a buffer outside of memory", t => t.OfferLast(RamStart + RamSize), "is not memory"),
        ("a buffer that is a device", t => t.OfferLast(Device), "is not memory"),
        ("a buffer that leaves memory", t => t.OfferLast(RamStart + RamSize - 1, 2), "is not memory"),
        ("a buffer that exceeds the address space", t => t.OfferLast(ulong.MaxValue, 2), "exceed the address space"),
        ("an empty buffer", t => t.OfferLast(length: 0), "An empty buffer"),
        ("an indirect table that was not negotiated", t => t.OfferLast(Tables, 16, VirtioDriver.Indirect), "not negotiated"),
        ("an empty indirect table", t => t.OfferTable(0), "0 bytes"),
        ("an indirect table with a part of a descriptor", t => t.OfferTable(17), "17 bytes"),
        ("an indirect table outside of memory", t => t.OfferTable(0x10_0000), "is not memory"),
        ("an indirect table with a next one", t => t.OfferTable(16, VirtioDriver.Next), "has a next one"),
        ("an indirect table in another", t => t.OfferTable(16, inner: VirtioDriver.Indirect), "refers to another"),
        ("a next outside of an indirect table", t => t.OfferTable(16, inner: VirtioDriver.Next), "Descriptor 1 of a table of 1"),
        ("more chains than descriptors", t => t.OfferMany(9), "9 chains in a queue of 8"),
        ("an index that goes back", t => t.OfferMany(0xffff), "65535 chains in a queue of 8"),
        ("a buffer of the other direction", t => t.OfferOtherDirection(), ""),
    ];

    private VirtioSubject _subject = null!;
    private VirtioMmio _transport = null!;
    private TestGuest _guest = null!;
    private VirtioDriver _driver = null!;
    private bool _isIndirect;

    public static TheoryData<string> Cases
    {
        get
        {
            var cases = new TheoryData<string>();
            foreach (string kind in VirtioSubject.Kinds)
            {
                foreach ((string name, _, _) in Rings)
                {
                    cases.Add($"{kind}: {name}");
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AsksForAReset(string place)
    {
        string[] parts = place.Split(": ");
        (_, Action<BadRingTests> write, string fault) = Rings.Single(r => r.Name == parts[1]);
        Start(parts[0]);
        _isIndirect = parts[1].Contains("indirect") && !parts[1].Contains("negotiated");
        SetUp();
        Memory.Write(RamStart + VirtioSubject.Buffer, Mark);
        write(this);
        _subject.Offer();
        _driver.Notify(_subject.Queue);
        _guest.Run();
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Equal(2u, _driver.InterruptStatus);
        Assert.Contains(fault, _transport.Fault);
        Assert.Equal(0, _subject.DoneCount);
        Assert.Equal(0, _driver.Used(_subject.Queue));
        Assert.Equal(Mark, Memory.Read<uint>(RamStart + VirtioSubject.Buffer));
        AssertServesTheNextDriver();
    }

    private void Start(string kind)
    {
        MapRam(RamSize);
        _subject = VirtioSubject.Create(kind);
        _transport = new VirtioMmio(Memory, _subject.Device);
        Memory.Attach(Device, _transport);
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, RamStart, _subject.Device.Queues.Count);
    }

    private void SetUp() => Assert.Equal(
        VirtioDriver.Working, _driver.SetUp(VirtioDriver.Version1Feature | (_isIndirect ? VirtioDriver.IndirectFeature : 0)));

    private void AssertServesTheNextDriver()
    {
        SetUp();
        (List<GuestRange> readable, List<GuestRange> writable) = _subject.Request(Memory, RamStart);
        _driver.Add(_subject.Queue, readable, writable);
        _subject.Offer();
        _driver.Notify(_subject.Queue);
        _guest.Run();
        Assert.Equal(1, _driver.Used(_subject.Queue));
        Assert.Equal(VirtioDriver.Working, _driver.Status);
        Assert.Null(_transport.Fault);
    }

    private void Offer(ushort head) => _driver.Add(_subject.Queue, head);

    // A good request in the first descriptors, whose last one has a successor that is not.
    private int OfferGood()
    {
        (List<GuestRange> readable, List<GuestRange> writable) = _subject.Request(Memory, RamStart);
        List<GuestRange> all = [.. readable, .. writable];
        for (int i = 0; i < all.Count; i++)
        {
            int flags = VirtioDriver.Next | (i >= readable.Count ? VirtioDriver.Write : 0);
            _driver.Describe(_subject.Queue, i, all[i].Start.Value, (uint)all[i].Size, (ushort)flags, (ushort)(i + 1));
        }

        Offer(0);
        return all.Count;
    }

    private ushort LastFlags => _subject.Direction == VirtioDirection.FromDriver ? (ushort)0 : VirtioDriver.Write;

    private void OfferLast(ulong address = RamStart + VirtioSubject.Buffer, uint length = 1, ushort flags = 0, int next = -1)
    {
        int last = OfferGood();
        int all = flags | LastFlags | (next >= 0 ? VirtioDriver.Next : 0);
        _driver.Describe(_subject.Queue, last, address, length, (ushort)all, (ushort)Math.Max(next, 0));
    }

    private void OfferTable(uint length, ushort flags = 0, ushort inner = 0)
    {
        _driver.DescribeAt(Tables, RamStart + VirtioSubject.Buffer, 16, (ushort)(inner | LastFlags), next: 1);
        int last = OfferGood();
        _driver.Describe(_subject.Queue, last, Tables, length, (ushort)(VirtioDriver.Indirect | flags), next: 7);
        _driver.Describe(_subject.Queue, 7, RamStart + VirtioSubject.Buffer, 1, LastFlags);
    }

    private void OfferMany(int index) => Memory.Write(_driver.AvailableRing(_subject.Queue) + 2, (ushort)index);

    // In a queue for both directions, one to be read behind one to be written.
    private void OfferOtherDirection()
    {
        int last = OfferGood();
        ushort flags = _subject.Direction == VirtioDirection.FromDriver ? VirtioDriver.Write : (ushort)0;
        _driver.Describe(_subject.Queue, last, RamStart + VirtioSubject.Buffer, 1, flags);
    }
}
