// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Callbacks that throw, come back, are collected, answer nonsense, or free what they belong to.</summary>
public sealed class BadCallbackTests : BadInputTest
{
    [Fact]
    public void WhatAHandlerThrowsComesOutOfRunAndTheVmGoesOn()
    {
        bool fails = true;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = 12;
            return fails ? throw new InvalidDataException("bad register") : FaultResult.Handled;
        });
        TestGuest guest = StartGuest();
        var exception = Assert.Throws<InvalidDataException>(() => guest.Read<uint>(Device));
        Assert.Contains(nameof(WhatAHandlerThrowsComesOutOfRunAndTheVmGoesOn), exception.StackTrace);
        Assert.Equal((StopReason.CallbackError, Device), (Machine.LastStop.Reason, Machine.LastStop.Address.Value));
        fails = false;
        Assert.Equal(12u, guest.Read<uint>(Device));
        Assert.False(Machine.IsRunning);
    }

    [Fact]
    public void WhatTheUnhandledFaultHandlerThrowsComesOut()
    {
        Machine.UnhandledMemoryFault = (ref MemoryFault _) => throw new InvalidDataException("nobody");
        Assert.Throws<InvalidDataException>(() => StartGuest().Read<uint>(Device));
        Assert.Equal(StopReason.CallbackError, Machine.LastStop.Reason);
    }

    [Fact]
    public void WhatAFrameSourceThrowsComesOut()
    {
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        var thrown = Assert.Throws<NotSupportedException>(() => reservation.Map(_ => throw new NotSupportedException("none")));
        Assert.Contains(nameof(WhatAFrameSourceThrowsComesOut), thrown.StackTrace);
        Assert.Throws<NotSupportedException>(() => Machine.Ram.RegisterAt(Range(Device, Page), _ => throw new NotSupportedException()));
        object holdings = TestMachine.Holdings;
        Assert.Throws<NotSupportedException>(() => Machine.Ram.RegisterAt(Range(Device, Page), _ => throw new NotSupportedException()));
        Assert.Equal(holdings, TestMachine.Holdings);
        reservation.MapRam();
    }

    [Fact]
    public void WhatADeferredSourceThrowsComesOutOfRun()
    {
        bool isReady = false;
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page), Unhandled);
        ram.MapDeferred(_ => isReady ? frame.ToFrame() : throw new NotSupportedException("not yet"));
        TestGuest guest = StartGuest();
        Assert.Throws<NotSupportedException>(() => guest.Store(RamStart, 1u));
        isReady = true;
        guest.Store(RamStart, 1u);
        ram.Dispose();
    }

    [Fact]
    public void WhatADeferredSourceThrowsComesOutOfTheCallThatNeedsThePage()
    {
        bool isReady = false;
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page));
        ram.MapDeferred(_ => isReady ? frame.ToFrame() : throw new NotSupportedException("not yet"));
        TestGuest guest = StartGuest();
        var thrown = Assert.Throws<NotSupportedException>(() => Memory.Write(RamStart, [1]));
        Assert.Contains(nameof(WhatADeferredSourceThrowsComesOutOfTheCallThatNeedsThePage), thrown.StackTrace);
        Assert.Throws<NotSupportedException>(() => Memory.TryRead(RamStart, new byte[1]));
        Assert.Throws<NotSupportedException>(() => Memory.GetSpan(Range(RamStart, 1)).Length);
        Assert.Throws<NotSupportedException>(() => Memory.Copy(Range(RamStart, 1), RamStart + 1));
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
        isReady = true;
        Memory.Write(RamStart, [1]);
        ram.Dispose();
    }

    [Fact]
    public void WhatADeferredSourceThrowsInsideAHandlerStopsTheVm()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page));
        ram.MapDeferred(_ => throw new NotSupportedException("not yet"));
        TestGuest guest = StartGuest();
        bool? isRead = null;
        Machine.SmcHandler = (ref SmcCall call) =>
        {
            isRead = Memory.TryRead(RamStart, new byte[1]);
            return call.Return(1);
        };
        Assert.Throws<NotSupportedException>(() => guest.Smc(0xc600_0001));
        Assert.False(isRead ?? true);
        Assert.Equal(StopReason.Requested, Machine.LastStop.Reason);
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
    }

    [Fact]
    public void ASourceMayAskForAnotherPageWhoseSourceThrows()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        Memory.Reserve(Range(Device, Page)).MapDeferred(_ => throw new NotSupportedException("inner"));
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page));
        ram.MapDeferred(_ =>
        {
            Assert.Throws<NotSupportedException>(() => Memory.Read<byte>(Device));
            return frame.ToFrame();
        });
        Assert.Equal(0, Memory.Read<byte>(RamStart));
        ram.Dispose();
    }

    [Fact]
    public void ActionsBehindOneThatThrowsAreDoneByTheNextRun()
    {
        TestGuest guest = StartGuest();
        var done = new List<int>();
        Machine.Post(() => done.Add(1));
        Machine.Post(() => throw new InvalidDataException("posted"));
        Machine.Post(() => done.Add(2));
        Machine.Post(() => done.Add(3));
        Assert.Throws<InvalidDataException>(() => guest.Run());
        Assert.Equal([1], done);
        guest.Run();
        Assert.Equal([1, 2, 3], done);
    }

    [Fact]
    public void AnActionThatPostsItselfLetsTheVmStop()
    {
        TestGuest guest = StartGuest();
        int count = 0;
        void Again()
        {
            if (++count == 3)
            {
                Machine.Stop(5);
            }

            Machine.Post(Again);
        }

        Machine.Post(Again);
        Assert.Equal((StopReason.Requested, 5ul), (guest.Run().Reason, Machine.LastStop.Value));
        Assert.Equal(3, count);
    }

    [Fact]
    public void WhatOtherHandlersThrowComesOut()
    {
        TestGuest guest = StartGuest();
        Machine.SmcHandler = (ref SmcCall _) => throw new InvalidDataException("call");
        Assert.Throws<InvalidDataException>(() => guest.Smc(1));
        Machine.SmcHandler = null;
        Machine.NotificationReceived = (_, _) => throw new InvalidDataException("event");
        Assert.Throws<InvalidDataException>(() => guest.Notify(0x57));
        Machine.Post(() => throw new InvalidDataException("posted"));
        Assert.Throws<InvalidDataException>(() => guest.Run());
        Machine.Ram.RegisterAt(Range(RamStart, Page));
        Assert.Throws<InvalidDataException>(() => Machine.Ram.Touch(Range(RamStart, 1), (_, _, _) => throw new InvalidDataException("piece")));
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
    }

    [Fact]
    public void OnlyTheFirstExceptionComesOut()
    {
        Machine.UnhandledMemoryFault = (ref MemoryFault _) => throw new InvalidDataException("second");
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => throw new NotSupportedException("first"));
        Assert.Throws<NotSupportedException>(() => StartGuest().Read<uint>(Device));
        Assert.Throws<InvalidDataException>(() => StartGuest().Read<uint>(Device + Page));
    }

    [Fact]
    public void RunningInsideAHandlerIsRefused()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            Assert.True(Machine.IsRunning);
            Machine.Run();
            return FaultResult.Handled;
        });
        Assert.Throws<InvalidOperationException>(() => StartGuest().Read<uint>(Device));
        Assert.False(Machine.IsRunning);
    }

    [Fact]
    public void AnotherVmDoesNotRunInsideAHandler()
    {
        using var other = new VirtualMachine("other");
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            other.Run();
            return FaultResult.Handled;
        });
        Assert.Throws<InvalidOperationException>(() => StartGuest().Read<uint>(Device));
    }

    [Fact]
    public void AHandlerMayUseTheWholeApi()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            using MemoryReservation other = Memory.Reserve(Range(RamStart, Page), Handled);
            other.MapRam();
            Memory.Write(RamStart, [1, 2, 3, 4]);
            fault.Data = Memory.Read<uint>(RamStart) + (ulong)Memory.Map.Count;
            return FaultResult.Handled;
        });
        Assert.Equal(0x0403_0203u, StartGuest().Read<uint>(Device));
    }

    [Fact]
    public void AFrameSourceMayUseTheWholeApi()
    {
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        using OwnedFrame frame = OwnedFrame.Allocate();
        reservation.Map(_ =>
        {
            using MemoryReservation other = Memory.Reserve(Range(Device, Page));
            other.MapRam();
            return frame.ToFrame();
        });
        Assert.Equal(MemoryBacking.Mapped, reservation.Backing);
        reservation.Dispose();
    }

    [Fact]
    public void AFrameSourceOfADeferredMappingMayUseTheWholeApi()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        MemoryReservation ram = Memory.Reserve(Range(Device + Page, Page));
        reservation.MapDeferred(_ =>
        {
            using MemoryReservation other = Memory.Reserve(Range(Device, Page));
            other.MapRam();
            ram.MapRam();
            Memory.Copy(Range(Device, 8), Device + Page);
            Assert.Equal(VmErrorCode.Busy, Assert.Throws<GuestMemoryException>(reservation.Unmap).Code);
            return frame.ToFrame();
        });
        Assert.Equal(0ul, Memory.Read<ulong>(RamStart));
        Assert.Equal(MemoryBacking.Mapped, ram.Backing);
        reservation.Dispose();
    }

    [Fact]
    public void FreeingInsideTheOwnHandlerWaitsForIt()
    {
        MemoryReservation? device = null;
        device = Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            device!.Dispose();
            device.Dispose();
            Assert.True(device.IsDisposed);
            fault.Data = 1;
            return FaultResult.Handled;
        });
        TestGuest guest = StartGuest();
        Assert.Equal(1u, guest.Read<uint>(Device));
        Assert.Empty(Memory.Reservations);
        Assert.Empty(Memory.Map);
        Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device));
        Memory.Reserve(Range(Device, Page), Handled).Dispose();
    }

    [Fact]
    public void FreeingInsideTheOwnFrameSourceIsRefusedOrWaits()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        reservation.Map(_ =>
        {
            reservation.Dispose();
            return frame.ToFrame();
        });
        Assert.True(reservation.IsDisposed);
        Memory.Reserve(Range(RamStart, Page)).Dispose();
    }

    [Fact]
    public void FreeingTheVmInsideAHandlerWaitsForRun()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            Machine.Dispose();
            Assert.False(Machine.IsDisposed);
            return FaultResult.Handled;
        });
        TestGuest guest = StartGuest();
        Assert.Equal(StopReason.Requested, Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device)).Stop.Reason);
        Assert.True(Machine.IsDisposed);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void AnUndefinedResultStopsTheVm(int result)
    {
        bool isUndefined = true;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => isUndefined ? (FaultResult)result : FaultResult.Handled);
        TestGuest guest = StartGuest();
        VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device)).Stop;
        Assert.Equal(StopReason.CallbackError, stop.Reason);
        Assert.Equal(Device, stop.Address.Value);
        Assert.Equal((uint)result, (uint)stop.Value);
        isUndefined = false;
        guest.Read<uint>(Device);
    }

    [Fact]
    public void AnUndefinedResultOfTheUnhandledFaultHandlerStopsTheVm()
    {
        Machine.UnhandledMemoryFault = (ref MemoryFault _) => (FaultResult)77;
        VmStop stop = Assert.Throws<GuestStoppedException>(() => StartGuest().Read<uint>(Device)).Stop;
        Assert.Equal((StopReason.CallbackError, 77ul), (stop.Reason, stop.Value));
    }

    [Fact]
    public void HandlersThatOnlyCHoldsAreNotCollected()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        ReserveAndForget();
        MapAndForget(frame);
        Collect();
        TestGuest guest = StartGuest();
        Assert.Equal(21u, guest.Read<uint>(Device));
        Collect();
        guest.Store(RamStart, 7u);
        Assert.Equal(7u, guest.Read<uint>(RamStart));
        Memory.Find(RamStart)!.Dispose();
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private void ReserveAndForget()
    {
        object answer = 21u;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = (uint)answer;
            return FaultResult.Handled;
        });
    }

    private void MapAndForget(OwnedFrame frame) => Memory.Reserve(Range(RamStart, Page)).MapDeferred(_ => frame.ToFrame());
}
