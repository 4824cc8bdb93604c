// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

using SeL4.Vm.Interop;

namespace SeL4.Vm.Tests;

public sealed class VcpuTests : VmTest
{
    [Fact]
    public void HasNumberPriorityAndTarget()
    {
        Vcpu first = Machine.CreateVcpu(100);
        Vcpu second = Machine.CreateVcpu(50);
        Assert.Equal([first, second], Machine.Vcpus);
        Assert.Equal((1, 50), (second.Number, second.Priority));
        Assert.Null(second.TargetCpu);
        second.AssignTargetCpu(3);
        Assert.Equal(3, second.TargetCpu);
        Assert.Same(second, Machine.FindVcpu(3));
        Assert.Null(Machine.FindVcpu(0));
        Assert.Equal(1, Assert.Throws<VcpuException>(() => second.AssignTargetCpu(8)).Vcpu);
        AssertFails(VmErrorCode.Overlap, () => first.AssignTargetCpu(3));
        Assert.Equal("test vCPU 1", second.ToString());
        Assert.NotEqual(0, second.NativeHandle);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void APriorityHas8Bits(int priority) => AssertFails(VmErrorCode.OutOfRange, () => Machine.CreateVcpu(priority));

    [Fact]
    public void StartsAndStops()
    {
        Vcpu vcpu = Machine.CreateVcpu();
        Assert.False(vcpu.IsOnline);
        vcpu.Start(0x4008_0000, 0x4400_0000);
        Assert.True(vcpu.IsOnline);
        Assert.Equal(0x4008_0000ul, vcpu.Registers.ProgramCounter);
        Assert.Equal(0x4400_0000ul, vcpu.Registers[0]);
        AssertFails(VmErrorCode.BadState, vcpu.Start);
        vcpu.Stop();
        Assert.False(vcpu.IsOnline);
        Assert.Equal(StopReason.AllOff, Machine.Run().Reason);
    }

    [Fact]
    public void HasRegisters()
    {
        VcpuRegisters registers = Machine.CreateVcpu().Registers;
        for (int i = 0; i <= 30; i++)
        {
            registers[i] = 1000 + (ulong)i;
        }

        VcpuContext all = registers.GetAll();
        for (int i = 0; i <= 30; i++)
        {
            Assert.Equal(1000 + (ulong)i, registers[i]);
            Assert.Equal(1000 + (ulong)i, all.GetX(i));
        }

        all.ProgramCounter = 0x8000;
        all.SetX(30, 5);
        all.Set(GuestRegister.ThreadPointerEl0, 6);
        registers.SetAll(all);
        Assert.Equal(0x8000ul, registers.ProgramCounter);
        Assert.Equal(5ul, registers.Get(GuestRegister.X30));
        Assert.Equal(6ul, registers.GetAll().Get(GuestRegister.ThreadPointerEl0));
        registers.Set(SystemRegister.VbarEl1, 0x4000);
        Assert.Equal(0x4000ul, registers.Get(SystemRegister.VbarEl1));
        Assert.Throws<ArgumentOutOfRangeException>(() => registers[31]);
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.Get((GuestRegister)36));
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.Get((SystemRegister)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.Set((SystemRegister)(-1), 0));
    }

    // The native library numbers registers by position.
    [Fact]
    public void SystemRegistersAreThoseOfTheNativeLibrary()
    {
        string[] native = [.. Enum.GetNames<shim_system_register_t>().Select(n => n["SHIM_".Length..].Replace("_", ""))];
        Assert.Equal(native, Enum.GetNames<SystemRegister>().Select(n => n.ToUpperInvariant()));
        Assert.Equal(Enum.GetValues<shim_system_register_t>().Select(v => (int)v), Enum.GetValues<SystemRegister>().Select(v => (int)v));
    }

    [Fact]
    public void AnAbortIsInjected()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Vcpu.InjectAbort(fault.Address.Value);
            return FaultResult.Handled;
        });
        Assert.Throws<GuestAbortException>(() => StartGuest().Read<uint>(Device));
        Assert.Equal(Device, Machine.Vcpus[0].Registers.Get(SystemRegister.FarEl1));
    }

    [Fact]
    public void CallsAreAnswered()
    {
        TestGuest guest = StartGuest();
        Assert.Equal(0x10001ul, guest.Smc(0x8400_0000));
        Machine.SmcHandler = (ref SmcCall call) =>
        {
            if (call.Function != 0xc600_0001)
            {
                return call.HandleDefault();
            }

            Assert.Same(guest.Vcpu, call.Vcpu);
            Assert.Equal(0, call.Immediate);
            ulong sum = call[1] + call[2];
            call[1] = 77;
            Assert.Throws<ArgumentOutOfRangeException>(CallEight);
            return call.Return(sum);
        };
        Assert.Equal(5ul, guest.Smc(0xc600_0001, 2, 3));
        Assert.Equal(77ul, guest.GetRegister(1));
        Assert.Equal(0x10001ul, guest.Smc(0x8400_0000));
        Assert.Equal(SmcCall.NotSupported, guest.Smc(0xc600_0002));
        Machine.SmcHandler = (ref SmcCall _) => throw new InvalidDataException("call");
        Assert.Throws<InvalidDataException>(() => guest.Smc(1));
        Machine.SmcHandler = (ref SmcCall _) => false;
        Assert.Equal(StopReason.SmcError, Assert.Throws<GuestStoppedException>(() => guest.Smc(1)).Stop.Reason);
        Machine.SmcHandler = null;

        static void CallEight() => _ = default(SmcCall)[8];
    }

    [Fact]
    public void PowerOffStopsTheVm()
    {
        VmStop stop = Assert.Throws<GuestStoppedException>(() => StartGuest().Smc(0x8400_0008)).Stop;
        Assert.Equal(StopReason.PowerOff, stop.Reason);
        Assert.StartsWith("power off", stop.ToString());
        Assert.Equal(1ul, Machine.Counters.SmcCalls);
    }
}
