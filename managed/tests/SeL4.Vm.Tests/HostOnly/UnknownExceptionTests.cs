// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>
/// Exceptions of a guest that the library does not know. On the host only: a kernel lets the guest handle all of them itself
/// but for SMC and WFx, which the library knows.
/// </summary>
public sealed class UnknownExceptionTests : VmTest
{
    [Fact]
    public void UnknownExceptionsComeToTheHandler()
    {
        var guest = new FakeGuest(Machine.CreateVcpu());
        const uint systemRegister = 0x18u << 26 | 1u << 25 | 0x123;
        Assert.Equal(StopReason.UnhandledVcpuFault, Assert.Throws<GuestStoppedException>(() => guest.RaiseVcpuFault(systemRegister)).Stop.Reason);
        Syndrome seen = default;
        guest.Vcpu.FaultHandler = (vcpu, syndrome) =>
        {
            Assert.Same(guest.Vcpu, vcpu);
            seen = syndrome;
            return true;
        };
        ulong pc = guest.ProgramCounter;
        guest.RaiseVcpuFault(systemRegister);
        Assert.Equal(0x18, seen.ExceptionClass);
        Assert.Equal(0x123u, seen.Specific);
        Assert.True(seen.IsLongInstruction);
        Assert.EndsWith("(0x62000123)", seen.ToString());
        Assert.Equal(pc + 4, guest.ProgramCounter);
        guest.Vcpu.FaultHandler = (_, _) => throw new InvalidDataException("register");
        Assert.Throws<InvalidDataException>(() => guest.RaiseVcpuFault(systemRegister));
        guest.Vcpu.FaultHandler = null;
        Assert.Throws<GuestStoppedException>(() => guest.RaiseVcpuFault(systemRegister));
    }

    [Fact]
    public void ExceptionsAreTraced()
    {
        var guest = new FakeGuest(Machine.CreateVcpu());
        var events = new List<string>();
        Machine.Trace = (in TraceEvent traced) => events.Add(traced.ToString());
        guest.RaiseVcpuFault(0x0600_0001); // WFE
        Assert.Contains("WFE: handled", events[0]);
        events.Clear();
        guest.RaiseVcpuFault(0x0600_0000);
        Assert.Contains("WFI: waits", events[0]);
        events.Clear();
        Assert.Throws<GuestStoppedException>(() => guest.RaiseVcpuFault(0x6200_0000));
        Assert.EndsWith("(0x62000000): VM stops", events[0]);
    }
}
