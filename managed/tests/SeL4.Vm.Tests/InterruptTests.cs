// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class InterruptTests : VmTest
{
    private const ulong Distributor = 0x0800_0000;

    [Fact]
    public void AnInterruptReachesTheGuestAndIsAcknowledged()
    {
        TestGuest guest = StartGuest();
        InterruptController gic = Machine.CreateInterruptController();
        Assert.Same(gic, Machine.Interrupts);
        int acknowledged = 0;
        InterruptLine line = gic.Register(40, vcpu => acknowledged += vcpu.Number + 1);
        EnableAll(guest);
        Assert.True(line.State.IsEnabled && line.State.IsRegistered);
        line.Inject();
        Assert.Equal([40], guest.PendingInterrupts);
        guest.EndInterrupt(40);
        Assert.Equal(1, acknowledged);
        Assert.Empty(guest.PendingInterrupts);
        line.SetLevel(true);
        Assert.True(line.State.IsHigh);
        line.SetLevel(false);
        guest.Run();
        Assert.Same(line, Assert.Single(gic.Lines));
    }

    [Fact]
    public void LinesAreTakenBack()
    {
        Vcpu vcpu = Machine.CreateVcpu();
        InterruptController gic = Machine.CreateInterruptController();
        InterruptLine line = gic.Register(vcpu, 16);
        Assert.Equal(16, Assert.Throws<InterruptException>(() => gic.Register(vcpu, 16)).Interrupt);
        line.Dispose();
        line.Dispose();
        Assert.Throws<ObjectDisposedException>(line.Inject);
        Assert.Throws<ObjectDisposedException>(() => line.State);
        gic.Register(vcpu, 16);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(-1)]
    [InlineData(1020)]
    public void NumbersHaveARange(int interrupt)
    {
        Vcpu vcpu = Machine.CreateVcpu();
        Assert.Throws<InterruptException>(() => Machine.CreateInterruptController().Register(vcpu, interrupt));
    }

    [Fact]
    public void AMachineHasOneController()
    {
        Assert.Throws<InvalidOperationException>(() => Machine.CreateInterruptController().Register(40));
        Assert.ThrowsAny<VirtualMachineException>(() => Machine.CreateInterruptController());
        using var other = new VirtualMachine("other");
        other.CreateInterruptController(0x0900_0000, 0x0901_0000, 0x0804_0000);
    }

    [Fact]
    public void WhatAnAcknowledgementThrowsComesOut()
    {
        TestGuest guest = StartGuest();
        InterruptLine line = Machine.CreateInterruptController().Register(40, _ => throw new InvalidDataException("end"));
        EnableAll(guest);
        line.Inject();
        Assert.Throws<InvalidDataException>(() => guest.EndInterrupt(40));
        guest.Run();
    }

    [Fact]
    public void SgisNeedNoAnnouncement()
    {
        TestGuest guest = StartGuest();
        InterruptController gic = Machine.CreateInterruptController();
        EnableAll(guest);
        gic.Inject(guest.Vcpu, 3);
        Assert.Contains(3, guest.PendingInterrupts);
        Assert.Throws<InterruptException>(() => gic.Inject(guest.Vcpu, 41));
    }

    [Fact]
    public void EventsComeToTheHandler()
    {
        TestGuest guest = StartGuest();
        Assert.Equal(StopReason.UnhandledEvent, guest.Notify(0x55).Reason);
        var badges = new List<ulong>();
        Machine.NotificationReceived = (machine, badge) =>
        {
            Assert.Same(Machine, machine);
            badges.Add(badge);
            return true;
        };
        Assert.Equal(TestMachine.Idle, guest.Notify(0x56).Value);
        Assert.Equal([0x56ul], badges);
        Machine.NotificationReceived = (_, _) => throw new InvalidDataException("event");
        Assert.Throws<InvalidDataException>(() => guest.Notify(0x57));
    }

    [Fact]
    public void PostedActionsRunInsideRun()
    {
        TestGuest guest = StartGuest();
        var done = new List<int>();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(i => new Thread(() => Machine.Post(() => done.Add(i))))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Empty(done);
        guest.Run();
        Assert.Equal([0, 1, 2, 3], done.Order());
        Machine.Post(() => throw new InvalidDataException("posted"));
        Assert.Throws<InvalidDataException>(() => guest.Run());
        Machine.Post(() => Machine.Stop(9));
        Assert.Equal(9ul, guest.Run().Value);
        Assert.Throws<ArgumentNullException>(() => Machine.Post(null!));
    }

    // GICv2: GICD_CTLR, GICD_ISENABLERn, GICD_ITARGETSRn (IHI 0048B, 4.3).
    private static void EnableAll(TestGuest guest)
    {
        guest.Store(Distributor, 1u);
        guest.Store(Distributor + 0x100, uint.MaxValue);
        guest.Store(Distributor + 0x104, uint.MaxValue);
        guest.Store(Distributor + 0x800 + 40, 0x0101_0101u);
    }
}
