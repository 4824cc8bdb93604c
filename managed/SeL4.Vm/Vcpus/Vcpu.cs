// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>A virtual CPU.</summary>
/// <remarks>
/// Maps to <c>vm_vcpu_t</c>. It belongs to its VM and goes with it: afterwards, what asks the library or the kernel throws
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed unsafe class Vcpu
{
    private readonly vm_vcpu_t* _vcpu;
    private GCHandle _self;
    private VcpuFaultHandler? _faultHandler;

    internal Vcpu(VirtualMachine machine, vm_vcpu_t* vcpu)
    {
        Machine = machine;
        _vcpu = vcpu;
        Number = (int)ShimVcpuNative.shim_vcpu_number(vcpu);
        Registers = new VcpuRegisters(this);
    }

    /// <summary>The VM that it belongs to.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>Number in its VM, from 0.</summary>
    public int Number { get; }

    /// <summary>Its registers.</summary>
    public VcpuRegisters Registers { get; }

    /// <summary>It has been started.</summary>
    /// <remarks>Maps to <c>is_vcpu_online</c>.</remarks>
    public bool IsOnline => GuestVmUtilNative.is_vcpu_online(Native) != 0;

    /// <summary>Priority of its thread, 0 to 255.</summary>
    public int Priority => ShimVcpuNative.shim_vcpu_priority(Native);

    /// <summary>The logical CPU that it stands for; <see langword="null"/>: none.</summary>
    public int? TargetCpu => ShimVcpuNative.shim_vcpu_target_cpu(Native) is >= 0 and int cpu ? cpu : null;

    /// <summary>Answers exceptions of the guest that the library does not know (other than aborts, WFx, HVC and SMC).</summary>
    /// <remarks>Maps to <c>vm_register_unhandled_vcpu_fault_callback</c>.</remarks>
    public VcpuFaultHandler? FaultHandler
    {
        get => _faultHandler;
        set
        {
            vm_vcpu_t* vcpu = Native;
            if (value is not null && !_self.IsAllocated)
            {
                _self = GCHandle.Alloc(this);
            }

            Check(GuestVmArchNative.vm_register_unhandled_vcpu_fault_callback(
                vcpu, value is null ? null : NativeCallbacks.VcpuFault, value is null ? null : (void*)GCHandle.ToIntPtr(_self)));
            _faultHandler = value;
            if (value is null)
            {
                Detach();
            }
        }
    }

    /// <summary>Pointer for calls of <c>SeL4.Vm.Interop</c>: a <c>vm_vcpu_t *</c>.</summary>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    public nint NativeHandle => (nint)Native;

    internal vm_vcpu_t* Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(Machine.IsDisposed, Machine);
            return _vcpu;
        }
    }

    /// <summary>Lets it run from where its registers are.</summary>
    /// <exception cref="VcpuException">It runs already.</exception>
    /// <remarks>Maps to <c>vcpu_start</c>.</remarks>
    public void Start() => Check(GuestVmNative.vcpu_start(Native));

    /// <summary>Sets where it begins, and lets it run.</summary>
    /// <param name="entry">First instruction.</param>
    /// <param name="argument">Value of x0; for Linux, the address of its device tree.</param>
    /// <exception cref="VcpuException">It runs already, and goes on where it is; or the kernel refused.</exception>
    /// <remarks>Maps to <c>vm_set_thread_context_reg</c> and <c>vcpu_start</c>.</remarks>
    public void Start(GuestAddress entry, ulong argument = 0)
    {
        if (IsOnline)
        {
            Start(); // which refuses: nothing may be moved
            return;
        }

        Registers.ProgramCounter = entry.Value;
        Registers[0] = argument;
        Start();
    }

    /// <summary>Stops it. <see cref="Start()"/> lets it go on.</summary>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vcpu_stop</c>.</remarks>
    public void Stop() => Check(GuestVmExtNative.vcpu_stop(Native));

    /// <summary>Lets it stand for a logical CPU: its number in PSCI calls and its affinity.</summary>
    /// <param name="targetCpu">0 to 7, not taken by another vCPU of the VM.</param>
    /// <exception cref="VcpuException">The number is out of range or taken.</exception>
    /// <remarks>Maps to <c>vm_assign_vcpu_target</c>.</remarks>
    public void AssignTargetCpu(int targetCpu) => Check(BootNative.vm_assign_vcpu_target(Native, targetCpu));

    /// <summary>Gives the guest a synchronous external abort in place of the instruction that it is at.</summary>
    /// <param name="virtualAddress">What FAR_EL1 will hold.</param>
    /// <param name="isInstructionAbort">An instruction abort; otherwise a data abort.</param>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_inject_abort</c>.</remarks>
    public void InjectAbort(ulong virtualAddress, bool isInstructionAbort = false) => Check(
        GuestVmExtNative.vm_inject_abort(Native, (nuint)virtualAddress, NativeBool.Of(isInstructionAbort)));

    /// <summary>The VM's name and the number.</summary>
    public override string ToString() => $"{Machine.Name} vCPU {Number}";

    internal bool DispatchFault(uint syndrome) => FaultHandler?.Invoke(this, new Syndrome(syndrome)) ?? false;

    internal void Detach()
    {
        _faultHandler = null;
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    internal void Check(int result)
    {
        if (result != 0)
        {
            throw new VcpuException(NativeErrors.LastOfNumber(Machine.Native), Number);
        }
    }
}
