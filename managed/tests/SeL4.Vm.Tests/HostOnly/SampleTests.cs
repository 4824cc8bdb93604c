// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using Demo;
using Device;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>Guests that are not those of the samples: nothing they say or do takes down a VMM. On the host only: a sample is a program of its own.</summary>
public sealed class SampleTests : VmTest
{
    [Fact]
    public void AMailboxWithoutAnEndIsReadWhole()
    {
        byte[] frame = [.. Enumerable.Repeat((byte)'x', (int)Page)];
        var answer = Mailbox.Read(frame);
        Assert.Equal(new string('x', 64), Mailbox.TextOf(answer.Answer));
        Assert.Equal(0x78787878u, answer.ChecksFailed);
    }

    [Fact]
    public void TextOfAMailboxHoldsWhatPrints() =>
        Assert.Equal("a?[31m??b~", Mailbox.TextOf("a\u001b[31m\u001e\u007fb~\0c"u8));

    [Fact]
    public void TextOfAMailboxHoldsNoByteBeyondAscii() => Assert.Equal("??", Mailbox.TextOf([0xff, 0x80]));

    [Fact]
    public void AnEmptyMailboxIsReadToo()
    {
        Assert.Equal("", Mailbox.TextOf([0, (byte)'a']));
        Assert.Equal("", Mailbox.TextOf([]));
    }

    [Fact]
    public void AMailboxIsReadOnce()
    {
        byte[] frame = new byte[Page];
        Mailbox.Fill(frame, new GuestRange(RamStart, Page));
        var answer = Mailbox.Read(frame);
        frame.AsSpan().Fill(0xff);
        Assert.Equal((RamStart, Page), (answer.AnonymousBase, answer.AnonymousSize));
        Assert.Equal("hello from C#", Mailbox.TextOf(answer.Greeting));
    }

    [Fact]
    public void AMailboxHasTheSizeThatTheGuestSees() => Assert.Equal(168, Marshal.SizeOf<Mailbox>()); // guests/demo.h asserts the same

    [Fact]
    public void DevicesHoldNoInstructions()
    {
        Memory.Reserve(Range(Device, Page), Uart.Handle);
        Memory.Reserve(Range(Device + Page, Page), FaultHandler.Of<Multiplier, Multiplier.State>(default));
        Memory.Attach(Device + (2 * Page), new Dice(seed: 1));
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        TestGuest guest = StartGuest();
        foreach (ulong offset in new ulong[] { 0, 4, 8, 0x18, Page, Page + 4, Page + 8, 2 * Page, (2 * Page) + 8 })
        {
            Assert.Throws<GuestAbortException>(() => guest.Execute(Device + offset));
        }
    }

    [Fact]
    public void EveryAccessToADeviceOfTheDemoIsAnsweredOrAnAbort()
    {
        Memory.Reserve(Range(Device, Page), Uart.Handle);
        Memory.Reserve(Range(Device + Page, Page), FaultHandler.Of<Multiplier, Multiplier.State>(default));
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        TestGuest guest = StartGuest();
        for (ulong offset = 8; offset < 2 * Page; offset += 8)
        {
            ulong address = Device + offset;
            foreach (Action access in new Action[]
            {
                () => guest.Read<byte>(address + 7), () => guest.Read<ulong>(address), () => guest.Store(address, ulong.MaxValue),
                () => guest.Store(address + 4, (ushort)1), () => guest.Read<int>(address + 4),
            })
            {
                try
                {
                    access();
                }
                catch (GuestAbortException)
                {
                    // Nothing is there.
                }
            }
        }
    }

    [Fact]
    public void DiceThrownForEverRememberTheFirstThrows()
    {
        var dice = new Dice(seed: 2026);
        dice.Write(8, 4, 0); // no sides
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(1ul, dice.Read(0, 4));
            dice.Write(4, 4, uint.MaxValue);
        }

        Assert.InRange(dice.ToString().Length, 1, 500);
    }
}
