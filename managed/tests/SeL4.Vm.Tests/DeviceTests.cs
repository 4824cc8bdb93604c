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
        guest.Store(Device + 12, 0xffff_ffffu);
        Assert.Equal(0x8000_0ff1u, guest.Read<uint>(Device + 12));
        guest.Store(Device + 13, (byte)0);
        Assert.Equal(0x8000_00f1u, guest.Read<uint>(Device + 12));
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
        guest.Store(Device + 0x2c, 0x10u);
        uart.Receive(new byte[15]);
        Assert.Equal(0x80u, guest.Read<uint>(Device + 0x18));
        uart.Receive(new byte[5]);
        Assert.Equal(0xc0u, guest.Read<uint>(Device + 0x18));
        uart.Reset();
        Assert.Equal(0, uart.ReceivedCount);
    }

    /// <summary>Arm DDI 0183, table 3-1: the bits that a register has; the rest reads as zero.</summary>
    [Theory]
    [InlineData(0x20, 0xffu)]
    [InlineData(0x24, 0xffffu)]
    [InlineData(0x28, 0x3fu)]
    [InlineData(0x2c, 0xffu)]
    [InlineData(0x30, 0xff87u)]
    [InlineData(0x34, 0x3fu)]
    [InlineData(0x38, 0x7ffu)]
    [InlineData(0x48, 0x7u)]
    public void ARegisterOfThePl011HasItsBits(ulong register, uint bits)
    {
        Memory.Attach(Device, new Pl011(_ => { }));
        TestGuest guest = StartGuest();
        guest.Store(Device + register, 0xffff_ffffu);
        Assert.Equal(bits, guest.Read<uint>(Device + register));
        guest.Store(Device + register, 0u);
        Assert.Equal(0u, guest.Read<uint>(Device + register));
    }

    [Fact]
    public void ThePl011WithoutFifosHoldsOneByte()
    {
        var uart = new Pl011(_ => { });
        Memory.Attach(Device, uart);
        TestGuest guest = StartGuest();
        Assert.Equal(0x90u, guest.Read<uint>(Device + 0x18));
        uart.Receive("x"u8);
        Assert.Equal(0xc0u, guest.Read<uint>(Device + 0x18));
        guest.Store(Device + 0x2c, 0x10u);
        Assert.Equal(0x80u, guest.Read<uint>(Device + 0x18));
    }

    /// <summary>Arm DDI 0183, 2.4.3: what is sent is received, nothing leaves, and the modem's outputs are its inputs.</summary>
    [Fact]
    public void ThePl011LoopsBack()
    {
        var sent = new List<byte>();
        var uart = new Pl011(sent.Add);
        Memory.Attach(Device, uart);
        TestGuest guest = StartGuest();
        guest.Store(Device + 0x2c, 0x10u);
        guest.Store(Device + 0x30, 0x3f80u);
        Assert.Equal(0x197u, guest.Read<uint>(Device + 0x18));
        guest.Store(Device, (byte)'l');
        Assert.Equal(0x7fu, guest.Read<uint>(Device + 0x3c)); // the modem's inputs have changed, too (3.3.11)
        Assert.Equal((byte)'l', guest.Read<byte>(Device));
        Assert.Empty(sent);
        guest.Store(Device + 0x30, 0x300u);
        guest.Store(Device, (byte)'o');
        Assert.Equal("o"u8.ToArray(), sent);
    }

    /// <summary>A guest that loops back and never reads loses bytes, and takes no memory of the VMM (3.3.2, 2.4.2).</summary>
    [Theory]
    [InlineData(0u, 1)]
    [InlineData(0x10u, 16)]
    public void ThePl011OverrunsWhenLoopedBack(uint lineControl, int depth)
    {
        var uart = new Pl011(_ => { });
        Memory.Attach(Device, uart);
        TestGuest guest = StartGuest();
        guest.Store(Device + 0x2c, lineControl);
        guest.Store(Device + 0x30, 0x380u);
        for (int i = 0; i < depth; i++)
        {
            guest.Store(Device, (byte)i);
        }

        Assert.Equal(0u, guest.Read<uint>(Device + 4));
        guest.Store(Device, (byte)0xff);
        Assert.Equal(depth, uart.ReceivedCount);
        Assert.Equal(8u, guest.Read<uint>(Device + 4));
        Assert.Equal(0x400u, guest.Read<uint>(Device + 0x3c) & 0x400);
        guest.Store(Device + 4, 0xffu);
        Assert.Equal(0u, guest.Read<uint>(Device + 4));
    }

    /// <summary>Each register that Arm DDI 0183, table 3-1 has and that can be read.</summary>
    private static readonly ulong[] ReadablePl011 =
        [0, 4, 0x18, 0x20, 0x24, 0x28, 0x2c, 0x30, 0x34, 0x38, 0x3c, 0x40, 0x48, 0xfe0, 0xfe4, 0xfe8, 0xfec, 0xff0, 0xff4, 0xff8, 0xffc];

    [Fact]
    public void AByteThatIsSentTakesOneExit()
    {
        const int Bytes = 100;
        const uint TransmitFull = 0x20;
        int sent = 0;
        SharedFrame place = Memory.AttachWithDirectReads(Device, new Pl011(_ => sent++));
        TestGuest guest = StartGuest();
        for (int i = 0; i < Bytes; i++)
        {
            Assert.Equal(0u, guest.Read<uint>(Device + 0x18) & TransmitFull);
            guest.Store(Device, (uint)'x');
        }

        Assert.Equal(Bytes, sent);
        Assert.Equal((ulong)Bytes, place.FaultCount);
    }

    [Fact]
    public void DirectReadsFindWhatTheDeviceAnswers()
    {
        var uart = new Pl011(_ => { });
        SharedFrame place = Memory.AttachWithDirectReads(Device, uart);
        TestGuest guest = StartGuest();
        Check();
        (ulong Register, uint Value)[] stores =
        [
            (0, 'x'), (0x38, 0x7f0), (0x44, 0x20), (0x44, 0x7ff), (0x2c, 0x70), (0x24, 0x1234), (0x28, 0x15), (0x34, 0x2d), (0x48, 7),
            (0x20, 0x99), (0x30, 0xff87), (4, 0), (0, 'y'), (0x100, 1),
        ];
        foreach ((ulong register, uint value) in stores)
        {
            guest.Store(Device + register, value);
            Check();
        }

        uart.Reset();
        Check();

        void Check()
        {
            // Where a load takes a byte, it is not to be loaded twice.
            foreach (ulong register in ReadablePl011.Where(register => register != 0 || uart.ReceivedCount == 0))
            {
                Assert.Equal((uint)uart.Read(register, 4), guest.Read<uint>(Device + register));
                Assert.Equal((ushort)uart.Read(register, 2), guest.Read<ushort>(Device + register));
                Assert.Equal((byte)uart.Read(register + 1, 1), guest.Read<byte>(Device + register + 1));
            }
        }
    }

    [Fact]
    public void LoadsComeToTheDeviceWhileOneTakesAByte()
    {
        var uart = new Pl011(_ => { });
        SharedFrame place = Memory.AttachWithDirectReads(Device, uart);
        TestGuest guest = StartGuest();
        uart.Receive("ok"u8);
        Assert.Equal(0xc0u, guest.Read<uint>(Device + 0x18));
        Assert.Equal(0x50u, guest.Read<uint>(Device + 0x3c));
        Assert.Equal((byte)'o', guest.Read<byte>(Device));
        Assert.Equal((byte)'k', guest.Read<byte>(Device));
        Assert.Equal(4ul, place.FaultCount);
        Assert.Equal(0x90u, guest.Read<uint>(Device + 0x18));
        Assert.Equal(0u, guest.Read<uint>(Device + 0x3c));
        Assert.Equal(0u, guest.Read<uint>(Device));
        Assert.Equal(4ul, place.FaultCount);
        uart.Receive("!"u8);
        uart.Reset();
        Assert.Equal(0x90u, guest.Read<uint>(Device + 0x18));
        Assert.Equal(4ul, place.FaultCount);
    }

    [Fact]
    public void ADeviceIsReadDirectlyInOnePlace()
    {
        var uart = new Pl011(_ => { });
        SharedFrame place = Memory.AttachWithDirectReads(Device, uart);
        Assert.Throws<InvalidOperationException>(() => Memory.AttachWithDirectReads(Device + Page, uart));
        place.Dispose();
        uart.Receive("a"u8);
        uart.Reset();
        SharedFrame next = Memory.AttachWithDirectReads(Device + Page, uart);
        Assert.Equal(0x90u, StartGuest().Read<uint>(Device + Page + 0x18));
        Assert.Equal(0ul, next.FaultCount);
        AssertFails(VmErrorCode.Overlap, () => Memory.AttachWithDirectReads(Device + Page, new Pl011(_ => { })));
        Assert.Throws<NotSupportedException>(() => Memory.AttachWithDirectReads(Device, new TwoPages()));
        Assert.Throws<NotSupportedException>(() => Memory.AttachWithDirectReads(Device, new Pl031(DateTimeOffset.UnixEpoch)));
        Assert.Null(Memory.Find(Device));
    }

    [Fact]
    public void ARegisterOfABankIsReadDirectlyAsItChanges()
    {
        var bank = new Bank();
        SharedFrame place = Memory.AttachWithDirectReads(Device, bank);
        TestGuest guest = StartGuest();
        MmioRegister register = bank.Registers.Single(r => r.Name == "RO");
        Assert.Equal(7u, guest.Read<uint>(Device + 4));
        register.Value = 8;
        Assert.Equal(8u, guest.Read<uint>(Device + 4));
        bank.Registers.Single(r => r.Name == "WO").Value = 5;
        Assert.Equal(0u, guest.Read<uint>(Device + 8));
        bank.Registers.Single(r => r.Name == "Wide").Value = ulong.MaxValue - 1;
        Assert.Equal(ulong.MaxValue - 1, guest.Read<ulong>(Device + 16));
        bank.Add(24, 4);
        register.HasReadEffect = true;
        register.Value = 9;
        Assert.Equal(0ul, place.FaultCount);
        Assert.Equal(9u, guest.Read<uint>(Device + 4));
        Assert.Equal(1ul, place.FaultCount);
        register.HasReadEffect = false;
        Assert.Equal(9u, guest.Read<uint>(Device + 4));
        bank.Reset();
        Assert.Equal(7u, guest.Read<uint>(Device + 4));
        Assert.Equal(1ul, place.FaultCount);
    }

    private sealed class TwoPages() : RegisterBank("two pages", 2 * Page)
    {
        protected override bool SupportsDirectReads => true;
    }

    private sealed class Bank : RegisterBank
    {
        public Bank()
            : base("bank")
        {
            Define(0, "RW", reset: 0x1234_5678);
            Define(4, "RO", RegisterAccess.Read, reset: 7);
            Define(8, "WO", RegisterAccess.Write);
            Define(12, "Masked", reset: 0x8000_0001, writable: 0xff0);
            Define(16, "Wide", width: 8);
        }

        protected override bool SupportsDirectReads => true;

        public void Add(ulong offset, int width) => Define(offset, "bad", width: width);
    }
}
