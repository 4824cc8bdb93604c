// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using System.Text;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A virtual machine: an address space, vCPUs and an interrupt controller. Calls for one VM come from one thread at a
/// time; any thread may call <see cref="Post"/>, <see cref="Dispose"/> and <see cref="DisposeAsync"/>, and cancel a run. The creator
/// must dispose it.
/// </summary>
/// <remarks>
/// Maps to <c>vm_t</c>, which <c>vm_init</c> makes with its memory interface (<c>vm_memory_init</c>). Once it has been taken apart, members
/// throw <see cref="ObjectDisposedException"/>, other than <see cref="Name"/>, <see cref="IsDisposed"/>, <see cref="IsRunning"/>, the
/// objects it consists of, and handlers, which it has let go of.
/// </remarks>
public sealed unsafe partial class VirtualMachine : IDisposable, IAsyncDisposable
{
    private readonly List<Vcpu> _vcpus = [];
    private vm_t* _vm;
    private GCHandle _self;

    /// <summary>Makes a VM without vCPUs and with an empty address space.</summary>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="VirtualMachineException">Memory or capability slots are exhausted.</exception>
    /// <remarks>Maps to <c>vm_init</c>, <c>vm_memory_init</c> and <c>vm_register_notification_callback</c>.</remarks>
    public VirtualMachine(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        vm_error_t error;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            _vm = ShimVmNative.shim_vm_create(text, &error);
        }

        if (_vm == null)
        {
            throw new VirtualMachineException(NativeErrors.Convert(&error, "number"));
        }

        Name = name;
        _self = GCHandle.Alloc(this);
        Memory = new GuestMemory(this);
        Ram = new GuestRam(this);
        ShimVmNative.shim_vm_set_cookie(_vm, (void*)GCHandle.ToIntPtr(_self));
        Check(GuestVmNative.vm_register_notification_callback(_vm, NativeCallbacks.Notification, Cookie));
    }

    /// <summary>
    /// What the kernel that this program was built for keeps guests from, the same for each VM. Without
    /// <see cref="GuestIsolation.DebugExceptions"/> guests must be trusted.
    /// </summary>
    /// <remarks>Maps to <c>shim_guest_isolation</c>.</remarks>
    public static GuestIsolation GuestIsolation => (GuestIsolation)ShimVmNative.shim_guest_isolation();

    /// <summary>Name for messages.</summary>
    public string Name { get; }

    /// <summary>Number among all VMs, from 0.</summary>
    public int Number => (int)ShimVmNative.shim_vm_number(Native);

    /// <summary>The VM has been taken apart.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The guest's physical address space.</summary>
    public GuestMemory Memory { get; }

    /// <summary>The guest's RAM.</summary>
    public GuestRam Ram { get; }

    /// <summary>The vCPUs in the order of their numbers.</summary>
    public IReadOnlyList<Vcpu> Vcpus => _vcpus;

    /// <summary>The interrupt controller; <see langword="null"/> until one is created.</summary>
    public InterruptController? Interrupts { get; private set; }

    /// <summary>Pointer for calls of <c>SeL4.Vm.Interop</c>: a <c>vm_t *</c>.</summary>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    public nint NativeHandle => (nint)Native;

    /// <summary>Counters since the VM was made.</summary>
    /// <remarks>Maps to <c>vm_get_counters</c>.</remarks>
    public VmCounters Counters => new(*GuestVmExtNative.vm_get_counters(Native));

    /// <summary>What happens to memory faults that nobody handles: the VM stops, or the guest gets the abort that hardware would give it.</summary>
    /// <exception cref="VirtualMachineException">Set to no value of the enumeration.</exception>
    /// <remarks>Maps to <c>vm_set_unhandled_policy</c>.</remarks>
    public UnhandledFaultPolicy UnhandledFaultPolicy
    {
        get;
        set
        {
            Check(GuestVmExtNative.vm_set_unhandled_policy(Native, (vm_unhandled_policy_t)value));
            field = value;
        }
    }

    internal vm_t* Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return _vm;
        }
    }

    private void* Cookie => (void*)GCHandle.ToIntPtr(_self);

    /// <summary>Makes a vCPU. It does not run until it is started, or the guest starts it by PSCI.</summary>
    /// <param name="priority">Priority of its thread, 0 to 255; below that of the VMM.</param>
    /// <exception cref="VirtualMachineException">The priority is out of range, the VM has 8 vCPUs, or memory is exhausted.</exception>
    /// <remarks>Maps to <c>vm_create_vcpu</c>.</remarks>
    public Vcpu CreateVcpu(int priority = 100)
    {
        vm_vcpu_t* vcpu = BootNative.vm_create_vcpu(Native, priority);
        if (vcpu == null)
        {
            throw new VirtualMachineException(NativeErrors.LastOfNumber(_vm));
        }

        var result = new Vcpu(this, vcpu);
        _vcpus.Add(result);
        return result;
    }

    /// <summary>The vCPU that stands for a logical CPU, or <see langword="null"/>.</summary>
    /// <remarks>Maps to <c>vm_vcpu_for_target_cpu</c>.</remarks>
    public Vcpu? FindVcpu(int targetCpu)
    {
        vm_vcpu_t* vcpu = GuestVmUtilNative.vm_vcpu_for_target_cpu(Native, targetCpu);
        return vcpu == null ? null : VcpuOf(vcpu);
    }

    /// <summary>Gives the VM its interrupt controller, a GICv2 at the addresses of QEMU's virt machine.</summary>
    /// <exception cref="VirtualMachineException">The VM has one, or its addresses are taken.</exception>
    /// <remarks>Maps to <c>vm_create_default_irq_controller</c>.</remarks>
    public InterruptController CreateInterruptController()
    {
        Check(GuestIrqControllerNative.vm_create_default_irq_controller(Native));
        return Interrupts = new InterruptController(this, InterruptController.DefaultDistributor);
    }

    /// <summary>Gives the VM its interrupt controller, a GICv2, elsewhere.</summary>
    /// <param name="distributor">Guest physical address of the distributor, 4 KiB.</param>
    /// <param name="cpuInterface">Guest physical address of the CPU interface, 8 KiB.</param>
    /// <param name="hardwareCpuInterface">Physical address of the hardware's virtual CPU interface (GICV), 8 KiB.</param>
    /// <exception cref="VirtualMachineException">The VM has one, or the addresses are taken.</exception>
    /// <remarks>Maps to <c>vm_create_irq_controller</c>.</remarks>
    public InterruptController CreateInterruptController(
        GuestAddress distributor, GuestAddress cpuInterface, ulong hardwareCpuInterface)
    {
        var config = new vm_irq_controller_config_t
        {
            distributor = (nuint)distributor.Value,
            cpu_interface = (nuint)cpuInterface.Value,
            gicv_paddr = (nuint)hardwareCpuInterface,
        };
        Check(GuestIrqControllerExtNative.vm_create_irq_controller(Native, &config));
        return Interrupts = new InterruptController(this, distributor);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The native side of a vCPU that a caller has given.</summary>
    /// <exception cref="ArgumentException">It belongs to another VM.</exception>
    internal vm_vcpu_t* NativeOf(Vcpu vcpu)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        return vcpu.Machine == this
            ? vcpu.Native
            : throw new ArgumentException($"{vcpu} is not a vCPU of {Name}.", nameof(vcpu));
    }

    internal Vcpu VcpuOf(vm_vcpu_t* vcpu) => _vcpus[(int)ShimVcpuNative.shim_vcpu_number(vcpu)];

    internal void Check(int result)
    {
        if (result != 0)
        {
            throw new VirtualMachineException(NativeErrors.LastOfNumber(_vm));
        }
    }

    private void DisposeOnThisThread()
    {
        if (IsDisposed)
        {
            return;
        }

        if (_calls == 0)
        {
            Destroy();
            return;
        }

        _disposeAfterCalls = true;
        if (_running)
        {
            _ = GuestVmExtNative.vm_stop(_vm, 0);
        }
    }

    private void Destroy()
    {
        lock (_gate)
        {
            Check(ShimVmNative.shim_vm_destroy(_vm));
            IsDisposed = true;
            _vm = null;
        }

        Memory.DetachAll();
        Ram.Detach();
        _vcpus.ForEach(vcpu => vcpu.Detach());
        Interrupts?.Detach();
        DetachHandlers();
        _self.Free();
    }
}
