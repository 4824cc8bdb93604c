// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

/// <summary>A VM on a fresh machine. When the test is over, nothing of it may be left.</summary>
public abstract class VmTest : IDisposable
{
    protected const ulong Page = 0x1000;
    protected const ulong Device = 0x0900_0000;
    protected const ulong RamStart = 0x4000_0000;

    private readonly object _holdings;

    protected VmTest()
    {
        TestMachine.Reset();
        _holdings = TestMachine.Holdings;
        Machine = new VirtualMachine("test");
    }

    protected VirtualMachine Machine { get; }

    protected GuestMemory Memory => Machine.Memory;

    protected static GuestRange Range(ulong start, ulong size) => new(start, size);

    protected static FaultResult Handled(ref MemoryFault fault) => FaultResult.Handled;

    protected static FaultResult Unhandled(ref MemoryFault fault) => FaultResult.Unhandled;

    protected TestGuest StartGuest() => TestMachine.StartGuest(Machine.CreateVcpu());

    /// <summary>RAM that is mapped, at <see cref="RamStart"/>.</summary>
    protected MemoryReservation MapRam(ulong size = 4 * Page)
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, size), name: "ram");
        ram.MapRam();
        return ram;
    }

    protected static void AssertFails(VmErrorCode code, Action action)
    {
        var exception = Assert.ThrowsAny<VirtualMachineException>(action);
        Assert.Equal(code, exception.Code);
        Assert.NotEmpty(exception.Operation);
    }

    public void Dispose()
    {
        Machine.Dispose();
        Assert.Equal(_holdings, TestMachine.Holdings);
        GC.SuppressFinalize(this);
    }
}
