// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class ErrorTests : VmTest
{
    [Fact]
    public void AFailureIsToldInTheWordsOfTheLibrary()
    {
        var exception = Assert.Throws<GuestMemoryException>(() => Memory.Reserve(new GuestRange(0x1001, Page)));
        Assert.Equal("vm_reserve_memory_at: unaligned, address 0x1001, size 0x1000, limit 0x1000", exception.Message);
        Assert.Equal(exception.Message, exception.Error.ToString());
    }

    [Fact]
    public void AnyRecordCanBeTold()
    {
        Assert.Equal("no error", default(VmError).ToString());
        var error = new VmError(VmErrorCode.Kernel, KernelError.DeleteFirst, "é" + new string('x', 300), ulong.MaxValue, 0, 0);
        Assert.Equal($"{error.Operation}: kernel, address 0xffffffffffffffff, kernel: seL4_DeleteFirst", error.ToString());
        error = new VmError((VmErrorCode)999, (KernelError)999, "f", 0, 0, 0);
        Assert.Equal("f: unknown, address 0x0, kernel: unknown", error.ToString());
    }
}
