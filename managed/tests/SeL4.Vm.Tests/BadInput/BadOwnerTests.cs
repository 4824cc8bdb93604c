// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests.BadInput;

/// <summary>What belongs to another VM, what is given back while it is in use, and what is looked at after it changed its place.</summary>
public sealed class BadOwnerTests : BadInputTest
{
    [Fact]
    public void AVcpuOfAnotherVmIsRefused()
    {
        using var other = new VirtualMachine("other");
        Vcpu theirs = other.CreateVcpu();
        Machine.CreateVcpu();
        InterruptController gic = Machine.CreateInterruptController();
        Assert.Equal("vcpu", Assert.Throws<ArgumentException>(() => gic.Register(theirs, 40)).ParamName);
        Assert.Throws<ArgumentException>(() => gic.Inject(theirs, 3));
        Assert.Throws<ArgumentException>(() => gic.GetState(theirs, 40));
        Assert.Empty(gic.Lines);
        gic.Register(40);
    }

    [Fact]
    public void AFramesContentIsThatOfItsMapping()
    {
        SharedFrame frame = Memory.CreateSharedFrame(0x6000_0000);
        frame.Content.Fill(0x11);
        frame.Unmap();
        SharedFrame other = Memory.CreateSharedFrame(0x6001_0000);
        Assert.Throws<InvalidOperationException>(() => frame.Content.Length);
        frame.MapRam();
        frame.Content[0] = 0x77;
        Assert.Equal(0, other.Content[0]);
        Assert.Equal(0x77, Memory.Read<byte>(0x6000_0000));
        Assert.Equal(0, frame.Content[1]);
        Assert.Equal(4096, frame.Content.Length);
    }

    [Theory]
    [InlineData("Map")]
    [InlineData("MapFrames")]
    [InlineData("MapDeferred")]
    [InlineData("RegisterAt")]
    public void AFrameThatIsMappedIsGivenBackWhenItsMappingIsGone(string way)
    {
        OwnedFrame frame = OwnedFrame.AllocateAt(TestMachine.FirstDevice);
        MemoryReservation? reservation = way == "RegisterAt" ? null : Memory.Reserve(Range(RamStart, Page));
        switch (way)
        {
            case "Map":
                reservation!.Map(_ => frame.ToFrame());
                break;
            case "MapFrames":
                reservation!.MapFrames([frame.Capability], PageSize.Page4KiB);
                break;
            case "MapDeferred":
                reservation!.MapDeferred(_ => frame.ToFrame());
                break;
            default:
                Machine.Ram.RegisterAt(Range(RamStart, Page), _ => frame.ToFrame());
                break;
        }

        Assert.True(Memory.TryGetSpan(Range(RamStart, 4), out _));
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Capability);
        Assert.True(Memory.TryGetPhysicalAddress(Range(RamStart, Page), out ulong physical));
        Assert.Equal(TestMachine.FirstDevice, physical);
        Assert.False(OwnedFrame.TryAllocateAt(TestMachine.FirstDevice, PageSize.Page4KiB, out _));
        if (reservation is null)
        {
            Machine.Ram.Unregister(RamStart);
        }
        else
        {
            reservation.Unmap();
        }

        Assert.True(OwnedFrame.TryAllocateAt(TestMachine.FirstDevice, PageSize.Page4KiB, out OwnedFrame? again));
        again.Dispose();
    }

    [Fact]
    public void AFrameIsWrittenAfterItWasGivenBackAndGoesWithTheVm()
    {
        OwnedFrame frame = OwnedFrame.Allocate();
        Memory.Reserve(Range(RamStart, Page)).Map(_ => frame.ToFrame());
        Memory.Write(RamStart, 1u);
        frame.Dispose();
        frame.Dispose();
        Memory.Write(RamStart, 2u);
        Assert.Equal(2u, Memory.Read<uint>(RamStart));
        Machine.Dispose(); // VmTest looks at what is left
    }

    [Fact]
    public void AFrameThatCouldNotBeMappedIsGivenBackAtOnce()
    {
        object holdings = TestMachine.Holdings;
        OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        Assert.Throws<GuestMemoryException>(() => reservation.Map(_ => frame.ToFrame()));
        Assert.Throws<GuestMemoryException>(() => reservation.MapFrames([frame.Capability], PageSize.Page4KiB));
        reservation.Dispose();
        frame.Dispose();
        using OwnedFrame small = OwnedFrame.Allocate();
        small.Dispose();
        Assert.Equal(holdings, TestMachine.Holdings);
    }

    [Fact]
    public void AFrameThatADeferredMappingRefusedIsHeldUntilItIsAskedAgain()
    {
        OwnedFrame large = OwnedFrame.Allocate(PageSize.Page2MiB);
        OwnedFrame small = OwnedFrame.AllocateAt(TestMachine.FirstDevice);
        OwnedFrame next = large;
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        reservation.MapDeferred(_ => next.ToFrame());
        Assert.Throws<GuestMemoryException>(() => Memory.Read<byte>(RamStart));
        large.Dispose();
        next = small;
        Memory.Read<byte>(RamStart);
        small.Dispose();
        Assert.False(OwnedFrame.TryAllocateAt(TestMachine.FirstDevice, PageSize.Page4KiB, out _));
        reservation.Dispose();
        OwnedFrame.AllocateAt(TestMachine.FirstDevice).Dispose();
    }

    [Fact]
    public void AVmThatIsDisposedOfInAVisitorIsTakenApartAfterTheWalk()
    {
        Machine.Ram.RegisterAt(Range(RamStart, 4 * Page));
        int visits = 0;
        Assert.True(Machine.Ram.Touch(Range(RamStart, 4 * Page), (_, memory, _) =>
        {
            Machine.Dispose();
            Assert.False(Machine.IsDisposed);
            memory.Fill(7);
            return ++visits > 0;
        }));
        Assert.Equal(4, visits);
        Assert.True(Machine.IsDisposed);
    }

    [Fact]
    public void AVmThatIsDisposedOfInAVisitorThatThrowsIsTakenApart()
    {
        Machine.Ram.RegisterAt(Range(RamStart, 2 * Page));
        Assert.Throws<InvalidDataException>(() => Machine.Ram.Touch(Range(RamStart, 2 * Page), (_, _, _) =>
        {
            Machine.Dispose();
            throw new InvalidDataException("piece");
        }));
        Assert.True(Machine.IsDisposed);
    }

    [Theory]
    [InlineData("Map")]
    [InlineData("RegisterAt")]
    [InlineData("Read")]
    [InlineData("TryWrite")]
    [InlineData("Copy")]
    public void AVmThatIsDisposedOfInAFrameSourceIsTakenApartAfterTheCall(string way)
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        int asked = 0;
        Frame Source(GuestAddress address)
        {
            asked++;
            Machine.Dispose();
            Assert.False(Machine.IsDisposed);
            return frame.ToFrame();
        }

        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        if (way is not ("Map" or "RegisterAt"))
        {
            reservation.MapDeferred(Source);
        }

        switch (way)
        {
            case "Map":
                reservation.Map(Source);
                break;
            case "RegisterAt":
                Machine.Ram.RegisterAt(Range(Device, Page), Source);
                break;
            case "Read":
                Assert.Equal(0u, Memory.Read<uint>(RamStart));
                break;
            case "TryWrite":
                Assert.True(Memory.TryWrite(RamStart, [1]));
                break;
            default:
                Memory.Copy(Range(RamStart, 8), RamStart + 8);
                break;
        }

        Assert.Equal(1, asked);
        Assert.True(Machine.IsDisposed && reservation.IsDisposed);
    }

    [Fact]
    public void NoSpanOfAVmThatIsGoneIsHandedOut()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        Memory.Reserve(Range(RamStart, Page)).MapDeferred(_ =>
        {
            Machine.Dispose();
            return frame.ToFrame();
        });
        Assert.Throws<ObjectDisposedException>(() => Memory.GetSpan(Range(RamStart, 1)).Length);
    }

    [Fact]
    public void AVmThatIsDisposedOfInARunInsideAVisitorIsTakenApartAfterTheWalk()
    {
        Machine.Ram.RegisterAt(Range(RamStart, Page));
        Memory.Reserve(Range(Device, Page), (ref MemoryFault _) =>
        {
            Machine.Dispose();
            return FaultResult.Handled;
        });
        TestGuest guest = StartGuest();
        Machine.Ram.Touch(Range(RamStart, Page), (_, _, _) =>
        {
            Assert.Throws<Testing.GuestStoppedException>(() => guest.Store(Device, 1u));
            Assert.False(Machine.IsDisposed);
            return true;
        });
        Assert.True(Machine.IsDisposed);
    }

    [Fact]
    public void RamIsNotUnregisteredWhileItIsWalkedOver()
    {
        Machine.Ram.RegisterAt(Range(RamStart, 2 * Page));
        int visits = 0;
        Assert.True(Machine.Ram.Touch(Range(RamStart, 2 * Page), (_, memory, _) =>
        {
            AssertFails(VmErrorCode.Busy, () => Machine.Ram.Unregister(RamStart));
            memory.Fill(1);
            return ++visits > 0;
        }));
        Assert.Equal(2, visits);
        Machine.Ram.Unregister(RamStart);
    }

    [Fact]
    public void MemoryThatIsGivenBackWhileItIsCopiedGoesAfterwards()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation first = Memory.Reserve(Range(RamStart, Page));
        first.MapRam();
        Memory.Write(RamStart + Page - 4, 0x0403_0201u);
        MemoryReservation second = Memory.Reserve(Range(RamStart + Page, Page));
        second.MapDeferred(_ =>
        {
            Assert.Equal(VmErrorCode.Busy, Assert.Throws<GuestMemoryException>(first.Unmap).Code);
            first.Dispose();
            return frame.ToFrame();
        });
        byte[] bytes = new byte[8];
        Assert.True(Memory.TryRead(RamStart + Page - 4, bytes));
        Assert.Equal([1, 2, 3, 4, 0, 0, 0, 0], bytes);
        Assert.True(first.IsDisposed);
        Assert.False(Memory.TryRead(RamStart, bytes));
        Memory.Reserve(Range(RamStart, Page)).Dispose();
        second.Dispose();
    }

    [Fact]
    public void AStartedVcpuIsNotMovedByAStartThatIsRefused()
    {
        Vcpu vcpu = Machine.CreateVcpu();
        vcpu.Start(0x4008_0000, 5);
        AssertFails(VmErrorCode.BadState, () => vcpu.Start(0x1000, 6));
        Assert.Equal((0x4008_0000ul, 5ul), (vcpu.Registers.ProgramCounter, vcpu.Registers[0]));
    }
}
