// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>Registers of a vCPU: read and written while it does not run, or inside a handler of its own.</summary>
/// <remarks>
/// Maps to <c>arch/guest_arm_context.h</c>. Each access is a kernel call. Once the VM has been taken apart, it throws
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed unsafe class VcpuRegisters
{
    private readonly Vcpu _vcpu;

    internal VcpuRegisters(Vcpu vcpu) => _vcpu = vcpu;

    /// <summary>Program counter.</summary>
    public ulong ProgramCounter
    {
        get => Get(GuestRegister.ProgramCounter);
        set => Set(GuestRegister.ProgramCounter, value);
    }

    /// <summary>General purpose register x0 to x30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    public ulong this[int number]
    {
        get => Get(GuestRegisters.X(number));
        set => Set(GuestRegisters.X(number), value);
    }

    /// <summary>Reads a register.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_get_thread_context_reg</c>.</remarks>
    public ulong Get(GuestRegister register)
    {
        nuint value;
        _vcpu.Check(GuestArmContextNative.vm_get_thread_context_reg(_vcpu.Native, (uint)register.Checked(), &value));
        return value;
    }

    /// <summary>Writes a register.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_set_thread_context_reg</c>.</remarks>
    public void Set(GuestRegister register, ulong value) => _vcpu.Check(
        GuestArmContextNative.vm_set_thread_context_reg(_vcpu.Native, (uint)register.Checked(), (nuint)value));

    /// <summary>Reads a system register.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_get_arm_vcpu_reg</c>.</remarks>
    public ulong Get(SystemRegister register)
    {
        nuint value;
        _vcpu.Check(GuestArmContextNative.vm_get_arm_vcpu_reg(_vcpu.Native, register.KernelNumber(), &value));
        return value;
    }

    /// <summary>Writes a system register.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_set_arm_vcpu_reg</c>.</remarks>
    public void Set(SystemRegister register, ulong value) => _vcpu.Check(
        GuestArmContextNative.vm_set_arm_vcpu_reg(_vcpu.Native, register.KernelNumber(), (nuint)value));

    /// <summary>Reads all registers of the thread in one kernel call.</summary>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_get_thread_context</c>.</remarks>
    public VcpuContext GetAll()
    {
        VcpuContext context;
        _vcpu.Check(GuestArmContextNative.vm_get_thread_context(_vcpu.Native, (seL4_UserContext*)&context));
        return context;
    }

    /// <summary>Writes all registers of the thread in one kernel call.</summary>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_set_thread_context</c>.</remarks>
    public void SetAll(VcpuContext context) =>
        _vcpu.Check(GuestArmContextNative.vm_set_thread_context(_vcpu.Native, *(seL4_UserContext*)&context));
}
