// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>An SMC or HVC call of a guest (SMC Calling Convention, Arm DEN 0028). Valid while its handler runs.</summary>
/// <remarks>Maps to <c>arch/smc.h</c>.</remarks>
public readonly unsafe ref struct SmcCall
{
    /// <summary>What a call returns that nobody implements.</summary>
    public const ulong NotSupported = SmcNative.SMCCC_NOT_SUPPORTED;

    private readonly VirtualMachine _machine;
    private readonly vm_vcpu_t* _vcpu;
    private readonly seL4_UserContext* _registers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SmcCall(VirtualMachine machine, vm_vcpu_t* vcpu, seL4_UserContext* registers)
    {
        _machine = machine;
        _vcpu = vcpu;
        _registers = registers;
    }

    /// <summary>The vCPU that calls.</summary>
    public Vcpu Vcpu => _machine.VcpuOf(_vcpu);

    /// <summary>Function identifier: w0.</summary>
    /// <remarks>Maps to <c>smc_get_function_id</c>.</remarks>
    public ulong Function => (uint)_registers->x0;

    /// <summary>
    /// Immediate of the instruction. Calls to firmware have 0; HVC with another is a call to the hypervisor's own services. SMC with
    /// another never comes to a handler: the guest gets <see cref="NotSupported"/>.
    /// </summary>
    /// <exception cref="VcpuException">The kernel refused.</exception>
    /// <remarks>Maps to <c>smc_get_immediate</c>, which reads the instruction of an HVC: ask before the handler changes the pc.</remarks>
    public ushort Immediate
    {
        get
        {
            ushort immediate;
            Vcpu.Check(SmcNative.smc_get_immediate(_vcpu, _registers, &immediate));
            return immediate;
        }
    }

    /// <summary>Argument 1 to 7 (x1 to x7); set, it is a further result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not one of 1 to 7.</exception>
    /// <remarks>Maps to <c>smc_get_arg</c> and <c>smc_set_arg</c>.</remarks>
    public ulong this[int argument]
    {
        get => *Register(argument);
        set => *Register(argument) = value;
    }

    /// <summary>Sets the result, x0.</summary>
    /// <param name="value">The result.</param>
    /// <returns><see langword="true"/>, for the handler to return.</returns>
    /// <remarks>Maps to <c>smc_set_return_value</c>.</remarks>
    public bool Return(ulong value)
    {
        _registers->x0 = value;
        return true;
    }

    /// <summary>Lets the library answer: PSCI, the queries of SMCCC, <see cref="NotSupported"/> for the rest and for HVC with an immediate.</summary>
    /// <returns>What the handler returns.</returns>
    /// <remarks>Maps to <c>vm_smc_handle_default</c>.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)] // a handler that does not come here need not make room for the call
    public bool HandleDefault() => SmcNative.vm_smc_handle_default(_vcpu, _registers) == 0;

    private ulong* Register(int argument) => argument is >= 1 and <= 7
        ? &_registers->x0 + argument
        : throw new ArgumentOutOfRangeException(nameof(argument), argument, "A call has the arguments 1 to 7.");
}
