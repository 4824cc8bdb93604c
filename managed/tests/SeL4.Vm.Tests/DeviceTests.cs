// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

public sealed class DeviceTests : VmTest
{
    [Fact]
    public void ARegisterBankKeepsWidthAccessAndReset()
    {
        var bank = new Bank();
        MemoryReservation reservation = Memory.Attach(Device, bank);
        TestGuest guest = StartGuest();
        Assert.Equal("bank", reservation.Name);
        Assert.Equal(0x1234_5678u, guest.Read<uint>(Device));
        guest.Store(Device + 1, (byte)0);
        Assert.Equal(0x1234_0078u, guest.Read<uint>(Device));
        Assert.Equal(0x1234, guest.Read<ushort>(Device + 2));
        guest.Store(Device + 4, 9u);
        Assert.Equal(7u, guest.Read<uint>(Device + 4));
        guest.Store(Device + 8, 5u);
        Assert.Equal(0u, guest.Read<uint>(Device + 8));
        Assert.Equal(5ul, bank.Registers.Single(r => r.Name == "WO").Value);
        guest.Store(Device + 16, ulong.MaxValue);
        Assert.Equal(uint.MaxValue, guest.Read<uint>(Device + 20));
        bank.Reset();
        Assert.Equal(0x1234_5678u, guest.Read<uint>(Device));
        Assert.Equal("RW at 0x0", bank.Registers.First().ToString());
    }

    [Fact]
    public void AccessesOutsideOfRegistersAreHeardOf()
    {
        var unknown = new List<(ulong, int, RegisterAccess)>();
        var bank = new Bank { Unknown = (offset, length, access) => unknown.Add((offset, length, access)) };
        Memory.Attach(Device, bank);
        TestGuest guest = StartGuest();
        Assert.Equal(0u, guest.Read<uint>(Device + 0x100));
        Assert.Equal(0ul, guest.Read<ulong>(Device));
        guest.Store(Device + 0x104, (byte)1);
        Assert.Equal(
            [(0x100ul, 4, RegisterAccess.Read), (0ul, 8, RegisterAccess.Read), (0x104ul, 1, RegisterAccess.Write)], unknown);
        Assert.Throws<GuestStoppedException>(() => guest.Execute(Device));
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(4, 3)]
    [InlineData(0x1000, 4)]
    [InlineData(0, 1)]
    [InlineData(20, 4)]
    public void BadRegistersAreRefused(ulong offset, int width) => Assert.Throws<ArgumentException>(() => new Bank().Add(offset, width));

    [Fact]
    public void ThePl011SendsAndReceives()
    {
        var sent = new StringBuilder();
        var levels = new List<bool>();
        var uart = new Pl011(b => sent.Append((char)b), levels.Add);
        Memory.Attach(Device, uart);
        TestGuest guest = StartGuest();
        foreach (char c in "hi")
        {
            guest.Store(Device, (byte)c);
        }

        Assert.Equal("hi", sent.ToString());
        Assert.Equal(0x90u, guest.Read<uint>(Device + 0x18));
        guest.Store(Device + 0x44, 0x7ffu);
        guest.Store(Device + 0x38, 0x10u);
        uart.Receive("ok"u8);
        Assert.Equal([true], levels);
        Assert.Equal(0x10u, guest.Read<uint>(Device + 0x40));
        Assert.Equal((byte)'o', guest.Read<byte>(Device));
        Assert.True(uart.IsInterruptHigh);
        Assert.Equal((byte)'k', guest.Read<byte>(Device));
        Assert.Equal([true, false], levels);
        Assert.Equal(0u, guest.Read<uint>(Device));
        Assert.Equal(0x11u, guest.Read<uint>(Device + 0xfe0));
        Assert.Equal(0xb1u, guest.Read<uint>(Device + 0xffc));
        uart.Receive(new byte[20]);
        Assert.Equal(0xc0u, guest.Read<uint>(Device + 0x18));
        uart.Reset();
        Assert.Equal(0, uart.ReceivedCount);
    }

    [Fact]
    public void TheVirtioConsoleMovesBytes()
    {
        MapRam(16 * Page);
        var sent = new List<byte>();
        var levels = new List<bool>();
        var console = new VirtioConsole(Memory, m => sent.AddRange(m.Span), levels.Add);
        Memory.Attach(Device, console);
        TestGuest guest = StartGuest();
        Assert.Equal(0x74726976u, guest.Read<uint>(Device));
        Assert.Equal(3u, guest.Read<uint>(Device + 8));
        guest.Store(Device + 0x14, 1u);
        Assert.Equal(1u, guest.Read<uint>(Device + 0x10));
        SetUpQueue(guest, 0, RamStart);
        SetUpQueue(guest, 1, RamStart + (4 * Page));
        guest.Store(Device + 0x70, 0xfu);

        Memory.Write(RamStart + (8 * Page), "hello"u8);
        Offer(RamStart + (4 * Page), RamStart + (8 * Page), 5, deviceWrites: false);
        guest.Store(Device + 0x50, 1u);
        Assert.Equal("hello", Encoding.ASCII.GetString([.. sent]));
        Assert.Equal(1, Memory.Read<ushort>(RamStart + (6 * Page) + 2));
        Assert.Equal([true], levels);
        guest.Store(Device + 0x64, guest.Read<uint>(Device + 0x60));
        Assert.Equal([true, false], levels);

        console.Receive("in"u8);
        Assert.Equal(2, console.WaitingCount);
        Offer(RamStart, RamStart + (9 * Page), 16, deviceWrites: true);
        guest.Store(Device + 0x50, 0u);
        Assert.Equal(0, console.WaitingCount);
        Assert.Equal((byte)'i', Memory.Read<byte>(RamStart + (9 * Page)));
        Assert.Equal(2u, Memory.Read<uint>(RamStart + (2 * Page) + 8));
        guest.Store(Device + 0x70, 0u);
        Assert.Equal(0u, guest.Read<uint>(Device + 0x44));
    }

    [Fact]
    public void AVirtioQueueOfNonsenseAsksForAReset()
    {
        var console = new VirtioConsole(Memory, _ => { });
        Memory.Attach(Device, console);
        TestGuest guest = StartGuest();
        guest.Store(Device + 0x30, 1u);
        guest.Store(Device + 0x84, 0xffff_ffffu);
        guest.Store(Device + 0x94, 0xffff_ffffu);
        guest.Store(Device + 0x90, 0xffff_ffffu);
        guest.Store(Device + 0x44, 1u);
        guest.Store(Device + 0x50, 1u);
        Assert.Equal(0u, guest.Read<uint>(Device + 0x70));
        guest.Store(Device + 0x70, 4u);
        guest.Store(Device + 0x50, 1u);
        Assert.Equal(0x44u, guest.Read<uint>(Device + 0x70));
        guest.Store(Device + 0x30, 9u);
        Assert.Equal(0u, guest.Read<uint>(Device + 0x34));
    }

    private static void SetUpQueue(TestGuest guest, uint queue, ulong at)
    {
        guest.Store(Device + 0x30, queue);
        guest.Store(Device + 0x38, 8u);
        guest.Store(Device + 0x80, (uint)at);
        guest.Store(Device + 0x90, (uint)(at + Page));
        guest.Store(Device + 0xa0, (uint)(at + (2 * Page)));
        guest.Store(Device + 0x44, 1u);
    }

    private void Offer(ulong queue, ulong buffer, uint length, bool deviceWrites)
    {
        Memory.Write(queue, buffer);
        Memory.Write(queue + 8, length);
        Memory.Write(queue + 12, (ushort)(deviceWrites ? 2 : 0));
        Memory.Write(queue + Page + 4, (ushort)0);
        Memory.Write(queue + Page + 2, (ushort)1);
    }

    private sealed class Bank : RegisterBank
    {
        public Bank()
            : base("bank")
        {
            Define(0, "RW", reset: 0x1234_5678);
            Define(4, "RO", RegisterAccess.Read, reset: 7);
            Define(8, "WO", RegisterAccess.Write);
            Define(16, "Wide", width: 8);
        }

        public void Add(ulong offset, int width) => Define(offset, "bad", width: width);
    }
}
