// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>A VM's interrupt controller: a GICv2. Interrupts 0 to 15 are SGIs, 16 to 31 PPIs, both private to a vCPU; 32 to 1019 SPIs.</summary>
/// <remarks>
/// Maps to <c>guest_irq_controller.h</c>. Once the VM has been taken apart, the methods throw <see cref="ObjectDisposedException"/>;
/// of <see langword="null"/> for a vCPU, <see cref="ArgumentNullException"/>.
/// </remarks>
public sealed unsafe class InterruptController
{
    /// <summary>Where QEMU's virt machine has the distributor, and a VM by default.</summary>
    internal const ulong DefaultDistributor = 0x0800_0000;

    private const ulong DistributorBytes = 0x1000;

    private readonly VirtualMachine _machine;
    private readonly List<InterruptLine> _lines = [];

    internal InterruptController(VirtualMachine machine, GuestAddress distributor)
    {
        _machine = machine;
        Distributor = new GuestRange(distributor, DistributorBytes);
    }

    /// <summary>Where the guest finds the distributor.</summary>
    public GuestRange Distributor { get; }

    /// <summary>The interrupts that were announced, in no order.</summary>
    public IReadOnlyCollection<InterruptLine> Lines => _lines;

    /// <summary>Announces a shared interrupt (SPI). The guest decides which vCPU takes it.</summary>
    /// <param name="interrupt">32 to 1019.</param>
    /// <param name="acknowledged">Called when the guest has finished with the interrupt. What it throws comes out of <see cref="VirtualMachine.Run"/>.</param>
    /// <returns>The line, for the caller to dispose of; it goes with the VM at the latest.</returns>
    /// <exception cref="InterruptException">The number is out of range or taken.</exception>
    /// <exception cref="InvalidOperationException">The VM has no vCPU.</exception>
    /// <remarks>Maps to <c>vm_register_irq</c>.</remarks>
    public InterruptLine Register(int interrupt, Action<Vcpu>? acknowledged = null) => _machine.Vcpus.Count > 0
        ? Register(_machine.Vcpus[0], interrupt, acknowledged)
        : throw new InvalidOperationException($"{_machine.Name} has no vCPU that could take an interrupt.");

    /// <summary>Announces an interrupt and who is told of its end.</summary>
    /// <param name="vcpu">The vCPU of a PPI; any of the VM for an SPI.</param>
    /// <param name="interrupt">16 to 1019.</param>
    /// <param name="acknowledged">Called when the guest has finished with the interrupt. What it throws comes out of <see cref="VirtualMachine.Run"/>.</param>
    /// <returns>The line, for the caller to dispose of; it goes with the VM at the latest.</returns>
    /// <exception cref="InterruptException">The number is out of range or taken.</exception>
    /// <exception cref="ArgumentException"><paramref name="vcpu"/> belongs to another VM.</exception>
    /// <remarks>Maps to <c>vm_register_irq</c>.</remarks>
    public InterruptLine Register(Vcpu vcpu, int interrupt, Action<Vcpu>? acknowledged = null)
    {
        vm_vcpu_t* native = _machine.NativeOf(vcpu);
        var line = new InterruptLine(this, vcpu, interrupt, acknowledged);
        if (GuestIrqControllerNative.vm_register_irq(native, interrupt, line.Callback, line.Cookie) != 0)
        {
            line.Detach();
            throw new InterruptException(NativeErrors.LastOfNumber(_machine.Native), interrupt);
        }

        _lines.Add(line);
        return line;
    }

    /// <summary>Makes a software-generated interrupt pending.</summary>
    /// <param name="vcpu">The vCPU that gets it.</param>
    /// <param name="interrupt">0 to 15.</param>
    /// <exception cref="InterruptException">The number is not that of an SGI or of an announced interrupt.</exception>
    /// <exception cref="ArgumentException"><paramref name="vcpu"/> belongs to another VM.</exception>
    /// <remarks>Maps to <c>vm_inject_irq</c>.</remarks>
    public void Inject(Vcpu vcpu, int interrupt) =>
        Check(GuestIrqControllerNative.vm_inject_irq(_machine.NativeOf(vcpu), interrupt), interrupt);

    /// <summary>State of an interrupt as a vCPU sees it.</summary>
    /// <param name="vcpu">The vCPU.</param>
    /// <param name="interrupt">0 to 1019.</param>
    /// <exception cref="InterruptException">The number is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="vcpu"/> belongs to another VM.</exception>
    /// <remarks>Maps to <c>vm_get_irq_state</c>.</remarks>
    public InterruptState GetState(Vcpu vcpu, int interrupt)
    {
        vm_irq_state_t state;
        Check(GuestIrqControllerExtNative.vm_get_irq_state(_machine.NativeOf(vcpu), interrupt, &state), interrupt);
        return new InterruptState(state);
    }

    internal void Forget(InterruptLine line) => _lines.Remove(line);

    internal void Detach()
    {
        _lines.ForEach(line => line.Detach());
        _lines.Clear();
    }

    internal void Check(int result, int interrupt)
    {
        if (result != 0)
        {
            throw new InterruptException(NativeErrors.LastOfNumber(_machine.Native), interrupt);
        }
    }
}
