// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

/// <summary>A run that cannot begin. On the host only: no kernel refuses to when the thread is free.</summary>
public sealed class RunTests : VmTest
{
    [Fact]
    public void ARunThatDoesNotBeginIsAFailureAndNotTheStopBefore()
    {
        Machine.Stop(7);
        Assert.Equal(7ul, Machine.Run().Value);
        Machine.Stop(8);
        TestMachine.FailKernelCall(1);
        var failure = Assert.Throws<VirtualMachineException>(() => Machine.Run());
        TestMachine.FailKernelCall(0);
        Assert.Equal((VmErrorCode.OutOfMemory, KernelError.NotEnoughMemory), (failure.Code, failure.KernelError));
        Assert.Equal("seL4_TCB_BindNotification", failure.Operation);
        Assert.Equal(8ul, Machine.Run().Value);
    }

    // The fake kernel has the configuration of the bundled one; native/tests/shim has the others.
    [Fact]
    public void TheKernelSaysWhatGuestsAreKeptFrom() => Assert.Equal(GuestIsolation.All, VirtualMachine.GuestIsolation);
}
