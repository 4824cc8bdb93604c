// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Copies across regions, into holes, of nothing, around the end of the address space.</summary>
public sealed class BadCopyTests : BadInputTest
{
    [Fact]
    public void ACopyGoesAcrossReservations()
    {
        MapRam(Page);
        Memory.Reserve(Range(RamStart + Page, Page)).MapRam();
        byte[] bytes = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        Memory.Write(RamStart + Page - 100, bytes);
        byte[] read = new byte[200];
        Memory.Read(RamStart + Page - 100, read);
        Assert.Equal(bytes, read);
        Memory.Copy(Range(RamStart + Page - 100, 200), RamStart + Page - 50);
        Memory.Read(RamStart + Page - 50, read);
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void ACopyIntoAHoleIsRefusedAndCopiesNothing()
    {
        MapRam(Page);
        const ulong Last = RamStart + Page - 1;
        byte[] two = [9, 9];
        AssertRefused(VmErrorCode.NotFound, "vm_guest_write", Range(Last, 2), () => Memory.Write(Last, two));
        AssertRefused(VmErrorCode.NotFound, "vm_guest_write", Range(Last, 2), () => Memory.Copy(Range(RamStart, 2), Last));
        Assert.False(Memory.TryWrite(Last, two));
        Assert.Equal(0, Memory.Read<byte>(Last));
        AssertRefused(VmErrorCode.NotFound, "vm_mark_dirty", Range(Last, 2), () => Memory.MarkDirty(Range(Last, 2)));
        AssertRefused(VmErrorCode.NotFound, "vm_ram_touch", Range(RamStart, 1), () => Machine.Ram.Write(RamStart, [1]));
    }

    [Fact]
    public void ACopyFromAHoleIsRefusedAndCopiesNothing()
    {
        MapRam(Page);
        const ulong Last = RamStart + Page - 1;
        byte[] two = [9, 9];
        AssertRefused(VmErrorCode.NotFound, "vm_guest_read", Range(Last, 2), () => Memory.Read(Last, two));
        AssertRefused(VmErrorCode.NotFound, "vm_guest_read", Range(Device, 2), () => Memory.Copy(Range(Device, 2), RamStart));
        Assert.False(Memory.TryRead(Last, two));
        Assert.Equal([9, 9], two);
    }

    [Fact]
    public void ACopyIntoWhatIsNotMappedIsRefused()
    {
        Memory.Reserve(Range(Device, Page), Handled);
        Assert.Throws<GuestMemoryException>(() => Memory.Write(Device, [1]));
        Assert.Throws<GuestMemoryException>(() => Memory.Read<byte>(Device));
        Assert.False(Memory.TryGetPhysicalAddress(Range(Device, 1), out _));
    }

    [Fact]
    public void ACopyOfNothingDoesNothing()
    {
        Memory.Read(0, []);
        Memory.Write(ulong.MaxValue, []);
        Memory.Copy(Range(0, 0), 0);
        Assert.True(Memory.GetSpan(Range(0, 0)).IsEmpty);
        Machine.Ram.RegisterAt(Range(RamStart, Page));
        Machine.Ram.Read(RamStart, []);
        Machine.Ram.Write(RamStart, []);
        Assert.True(Machine.Ram.Touch(Range(RamStart, 0), (_, _, _) => throw new InvalidDataException()));
    }

    [Fact]
    public void AWrappingCopyIsRefused()
    {
        byte[] two = new byte[2];
        AssertRefused(
            new VmError.Wraps("vm_guest_read", ulong.MaxValue, 2), Range(ulong.MaxValue, 0), () => Memory.Read(ulong.MaxValue, two));
        AssertRefused(VmErrorCode.Wraps, "vm_guest_write", Range(ulong.MaxValue, 0), () => Memory.Write(ulong.MaxValue, two));
        AssertRefused(VmErrorCode.Wraps, "vm_ram_touch", Range(ulong.MaxValue, 0), () => Machine.Ram.Read(ulong.MaxValue, two));
        AssertRefused(VmErrorCode.Wraps, "vm_ram_touch", Range(ulong.MaxValue, 0), () => Machine.Ram.Write(ulong.MaxValue, two));
    }

    [Fact]
    public void ASpanAcrossTheEndIsRefused()
    {
        MapRam(2 * Page);
        AssertRefused(
            new VmError.OutOfRange("vm_guest_pointer", Range(RamStart + Page, 2 * Page), RamStart + (2 * Page)), Range(RamStart + Page, 2 * Page),
            () => Memory.GetSpan(Range(RamStart + Page, 2 * Page)));
        AssertRefused(new VmError.NotFound("vm_guest_pointer", Range(Device, 1)), Range(Device, 1), () => Memory.GetSpan(Range(Device, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.GetSpan(Range(0, 1ul << 31)).Length);
    }
}
