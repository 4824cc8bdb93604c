// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

public sealed class TraceTests : VmTest
{
    private readonly List<TraceEvent> _events = [];

    [Fact]
    public void AnAccessIsToldWithDeviceRegisterValueAndAnswer()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = fault.IsWrite ? 0 : 0x90ul;
            return FaultResult.Handled;
        }, "uart");
        TestGuest guest = StartTraced();
        Assert.Equal(0x90u, guest.Read<uint>(Device + 0x18));
        TraceEvent read = Next();
        Assert.Equal((TraceEventKind.Memory, TraceAnswer.Handled, 1ul), (read.Kind, read.Answer, read.Sequence));
        Assert.Equal((Device + 0x18, 4, 3, 0x90ul), (read.Address.Value, read.Length, read.Register, read.Value!.Value));
        Assert.Equal((false, false, guest.ProgramCounter - 4), (read.IsWrite, read.IsInstructionFetch, read.ProgramCounter));
        Assert.Same(Machine, read.Machine);
        Assert.Same(Machine.Vcpus[0], read.Vcpu);
        Assert.Equal("uart", read.Reservation!.Name);
        Assert.Equal($"vCPU 0 pc 0x{read.ProgramCounter:x} read of 4 bytes at 0x09000018 (uart+0x18) to w3 = 0x90: handled", read.ToString());
    }

    [Fact]
    public void AStoreHasItsValueEvenWhenNobodyAsksForIt()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => FaultResult.Ignore);
        StartTraced().Store(Device, (byte)0x41);
        AssertEnds(" write of 1 byte at 0x09000000 (reservation+0x0) from w3 = 0x41: ignored", Next());
    }

    [Fact]
    public void AccessesToNothingAndToTheDistributorAreTold()
    {
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        TestGuest guest = StartTraced();
        Machine.CreateInterruptController();
        Assert.Throws<GuestAbortException>(() => guest.Store(0x0f00_0000, 7ul));
        AssertEnds(" write of 8 bytes at 0x0f000000 (nothing) from x3 = 0x7: abort", Next());
        Assert.Throws<GuestAbortException>(() => guest.Execute(0x0f00_0000));
        Assert.Contains("fetch of 4 bytes at 0x0f000000 (nothing): abort", Next().ToString());
        guest.Read<uint>(0x0800_0004);
        Assert.Contains("read of 4 bytes at 0x08000004 (GIC distributor+0x4) to w3 = 0x1f: handled", Next().ToString());
    }

    [Fact]
    public void PagesThatAppearAreTold()
    {
        Memory.Reserve(Range(RamStart, Page)).MapDeferred();
        StartTraced().Store(RamStart + 8, 1u);
        Assert.Contains("write at 0x40000008 (reservation+0x8): page mapped", Next().ToString());
    }

    [Fact]
    public void CallsAreTold()
    {
        TestGuest guest = StartTraced();
        guest.Smc(0xc400_0004, 0, 0);
        AssertEnds(" SMC 0xc4000004 AFFINITY_INFO(0x0, 0x0, 0x0) = 0x0: handled", Next());
        guest.Smc(0xc600_0001, 1, 2, 3);
        TraceEvent call = Next();
        Assert.Equal((0xc600_0001ul, (1ul, 2ul, 3ul)), (call.Function, call.Arguments));
        Assert.Contains("SMC 0xc6000001(0x1, 0x2, 0x3) = 0xffffffffffffffff: handled", call.ToString());
    }

    [Fact]
    public void AStopIsTold()
    {
        TestGuest guest = StartTraced();
        Assert.Throws<GuestStoppedException>(() => guest.Store(0x0f00_0000, 7u));
        TraceEvent stop = Next();
        Assert.Equal((TraceEventKind.Memory, TraceAnswer.Stopped), (stop.Kind, stop.Answer));
        AssertEnds(" write of 4 bytes at 0x0f000000 (nothing) from w3 = 0x7: VM stops", stop);
    }

    [Fact]
    public void InterruptsAreToldWhenTheyEnd()
    {
        TestGuest guest = StartTraced();
        InterruptLine line = Machine.CreateInterruptController().Register(40);
        guest.Store(0x0800_0000, 1u);
        guest.Store(0x0800_0104, 1u << 8);
        guest.Store(0x0800_0828, (byte)1);
        line.Inject();
        _events.Clear();
        guest.EndInterrupt(40);
        Assert.Contains("end of interrupt 40: handled", _events.Select(e => e.ToString()).Single(e => e.Contains("interrupt")));
    }

    [Fact]
    public void NotificationsAreTold()
    {
        TestGuest guest = StartTraced();
        Machine.NotificationReceived = (_, badge) => badge == 0x77;
        guest.Notify(0x77);
        Assert.Equal("notification 0x77: handled", _events.First(e => e.Value == 0x77).ToString());
        Assert.Null(_events[0].Vcpu);
        Assert.Null(_events[0].Reservation);
    }

    [Fact]
    public void WhatATracerThrowsComesOutOfRun()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => FaultResult.Handled);
        TestGuest guest = StartGuest();
        Machine.Trace = (in TraceEvent _) => throw new InvalidDataException("no more");
        Assert.Equal("no more", Assert.Throws<InvalidDataException>(() => guest.Read<uint>(Device)).Message);
        Machine.Trace = null;
        guest.Read<uint>(Device);
    }

    [Fact]
    public void AnEventStaysWhatItWas()
    {
        MemoryReservation first = Memory.Reserve(Range(Device, Page), Handled, "first");
        Machine.Ram.RegisterAt(Range(RamStart, Page));
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        TestGuest guest = StartTraced();
        guest.Store(Device, 1u);
        TraceEvent store = Next();
        string text = store.ToString();
        first.Dispose();
        Memory.Reserve(Range(Device, Page), Handled, "second");
        Assert.Same(first, store.Reservation);
        Assert.Equal(text, store.ToString());
        Assert.Throws<GuestAbortException>(() => guest.Store(0x0f00_0000, 7ul));
        TraceEvent abort = Next();
        Machine.CreateInterruptController();
        guest.Read<uint>(0x0800_0004);
        TraceEvent distributor = Next();
        Machine.Dispose();
        Assert.Same(first, store.Reservation);
        Assert.Equal(text, store.ToString());
        Assert.Contains("(first+0x0)", text);
        Assert.Null(abort.Reservation);
        AssertEnds(" write of 8 bytes at 0x0f000000 (nothing) from x3 = 0x7: abort", abort);
        Assert.Contains("(GIC distributor+0x4)", distributor.ToString());
    }

    [Fact]
    public void ATracerMayLeave()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => FaultResult.Handled);
        TestGuest guest = StartGuest();
        int told = 0;
        Machine.Trace = (in TraceEvent _) =>
        {
            told++;
            Machine.Trace = null;
        };
        guest.Read<uint>(Device);
        guest.Read<uint>(Device);
        Assert.Equal(1, told);
        Assert.Null(Machine.Trace);
    }

    private TestGuest StartTraced()
    {
        TestGuest guest = StartGuest();
        Machine.Trace = (in TraceEvent traced) => _events.Add(traced);
        return guest;
    }

    private static void AssertEnds(string end, in TraceEvent traced)
    {
        Assert.StartsWith($"vCPU 0 pc 0x{traced.ProgramCounter:x} ", traced.ToString());
        Assert.EndsWith(end, traced.ToString());
    }

    // The first event since the last call; a guest's action ends with events of its own.
    private TraceEvent Next()
    {
        TraceEvent first = _events[0];
        _events.Clear();
        return first;
    }
}
