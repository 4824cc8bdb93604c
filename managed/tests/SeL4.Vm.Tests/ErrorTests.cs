// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class ErrorTests : VmTest
{
    [Fact]
    public void TheMessageNamesWhatFailedTheValuesAndTheLimit()
    {
        var exception = Assert.Throws<GuestMemoryException>(() => Memory.Reserve(new GuestRange(0x1001, Page)));
        Assert.Equal("vm_reserve_memory_at: unaligned, address 0x1001, size 0x1000, alignment 0x1000", exception.Message);
        Assert.Equal(exception.Message, exception.Error.ToString());
    }

    [Fact]
    public void AnOverlapNamesTheRangeThatIsTaken()
    {
        Memory.Reserve(Range(Device, 2 * Page));
        GuestRange range = Range(Device + Page, 4 * Page);
        var exception = Assert.Throws<GuestMemoryException>(() => Memory.Reserve(range));
        Assert.Equal(new VmError.Overlap("vm_reserve_memory_at", range, Device), exception.Error);
        Assert.Equal("vm_reserve_memory_at: overlap, [0x09001000, 0x09005000), taken from 0x09000000", exception.Message);
    }

    [Fact]
    public void WhatDoesNotFitNamesTheLargestPlace()
    {
        Memory.MakeAnonymous(Range(0x5000_0000, 2 * Page));
        var exception = Assert.Throws<GuestMemoryException>(() => Memory.ReserveAnonymous(4 * Page, 2 * Page));
        Assert.Equal(new VmError.NoSpace("vm_reserve_anon_memory", 4 * Page, 2 * Page), exception.Error);
        exception = Assert.Throws<GuestMemoryException>(() => Memory.ReserveAnonymous(Page, 3));
        Assert.Equal(new VmError.BadAlignment("vm_reserve_anon_memory", 3, Page), exception.Error);
    }

    [Fact]
    public void ANumberIsNotAnAddress()
    {
        Vcpu first = Machine.CreateVcpu();
        Vcpu second = Machine.CreateVcpu();
        InterruptController controller = Machine.CreateInterruptController();
        controller.Register(40);
        Assert.Equal(new VmError.NumberTaken("vm_register_irq", 40, 40), Refused(() => controller.Register(40)));
        Assert.Equal(new VmError.NumberOutOfRange("vm_register_irq", 1020, 1019), Refused(() => controller.Register(1020)));
        Assert.Equal(new VmError.NumberNotFound("vm_inject_irq", 41), Refused(() => controller.Inject(first, 41)));
        Assert.Equal("vm_inject_irq: not found, number 41", Refused(() => controller.Inject(first, 41)).ToString());
        first.AssignTargetCpu(3);
        Assert.Equal(new VmError.NumberTaken("vm_assign_vcpu_target", 3, first.Number), Refused(() => second.AssignTargetCpu(3)));
        Assert.Equal(new VmError.NumberOutOfRange("vm_assign_vcpu_target", -1, 7), Refused(() => second.AssignTargetCpu(-1)));
        Assert.Equal(
            "vm_assign_vcpu_target: out of range, number -1, largest 7", Refused(() => second.AssignTargetCpu(-1)).ToString());
        Assert.Equal(new VmError.NumberOutOfRange("vm_create_vcpu", 256, 255), Refused(() => Machine.CreateVcpu(256)));
    }

    [Fact]
    public void ALimitNamesHowManyThereAre()
    {
        int count = 0;
        VmError error = Refused(() =>
        {
            for (; ; count++)
            {
                Machine.CreateVcpu();
            }
        });
        Assert.Equal(new VmError.LimitReached("vm_create_vcpu", count), error);
    }

    [Fact]
    public void AFailureWithoutNumbersSaysWhatItWasAbout()
    {
        MemoryReservation ram = MapRam(Page);
        var failure = (VmError.Failure)Refused(() => ram.CollectTouchedPages());
        Assert.Equal((VmErrorCode.BadState, KernelError.None), (failure.Code, failure.KernelError));
        Assert.Equal("vm_collect_pages: bad state, address 0x40000000, size 0x1000", failure.ToString());
        var exhausted = (VmError.Failure)Refused(() => OwnedFrame.Allocate(PageSize.Page1GiB));
        Assert.Equal((VmErrorCode.OutOfMemory, KernelError.NotEnoughMemory), (exhausted.Code, exhausted.KernelError));
        Assert.EndsWith("size 0x40000000, kernel: seL4_NotEnoughMemory", exhausted.ToString());
    }

    [Fact]
    public void AnyKindCanBeMade()
    {
        VmError error = new VmError.Failure(VmErrorCode.Kernel, "é" + new string('x', 300), KernelError.DeleteFirst);
        Assert.Equal($"{error.Operation}: kernel, kernel: seL4_DeleteFirst", error.ToString());
        Assert.Equal("f: unknown, kernel: seL4_999", new VmError.Failure((VmErrorCode)999, "f", (KernelError)999).ToString());
        Assert.Equal("f: null argument, parameter 2", new VmError.NullArgument("f", 2).ToString());
        Assert.Equal("f: invalid handle, handle 0x10", new VmError.InvalidHandle("f", 16).ToString());
        Assert.Equal("f: frame address, address 0x00001000, expected 0x00002000", new VmError.FrameAddress("f", 0x1000, 0x2000).ToString());
        Assert.Equal("f: callback, answer -1, address 0x00001000", new VmError.CallbackAnswer("f", -1, 0x1000).ToString());
        Assert.Throws<ArgumentNullException>(() => new VirtualMachineException(null!));
    }

    private static VmError Refused(Action action) => Assert.ThrowsAny<VirtualMachineException>(action).Error;
}
