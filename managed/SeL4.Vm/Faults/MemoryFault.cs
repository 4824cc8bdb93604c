// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// An access of a guest that its VMM has to answer. It is valid while the handler runs. An instruction that moves more
/// than one register, or more than 8 bytes, arrives as several accesses.
/// </summary>
/// <remarks>Maps to the functions of <c>guest_vcpu_fault.h</c>; the details are fetched when they are asked for.</remarks>
public unsafe ref struct MemoryFault
{
    private readonly VirtualMachine _machine;
    private readonly vm_vcpu_t* _vcpu;
    private vm_access_t _access;
    private bool _described;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MemoryFault(VirtualMachine machine, MemoryReservation? reservation, vm_vcpu_t* vcpu, ulong address, ulong length)
    {
        _machine = machine;
        _vcpu = vcpu;
        Reservation = reservation;
        Address = new GuestAddress(address);
        Length = (int)length;
        _described = false;
        Unsafe.SkipInit(out _access); // filled in when it is asked for
    }

    /// <summary>Guest physical address of the access.</summary>
    public GuestAddress Address { get; }

    /// <summary>Bytes of the access: 1, 2, 4 or 8.</summary>
    public int Length { get; }

    /// <summary>The reservation that was touched; <see langword="null"/> for an address outside of every one.</summary>
    public MemoryReservation? Reservation { get; }

    /// <summary>Bytes from the start of the reservation to the access; the address itself outside of every one.</summary>
    public readonly ulong Offset => Reservation is null ? Address.Value : Address - Reservation.Range.Start;

    /// <summary>The vCPU that waits for the answer.</summary>
    public readonly Vcpu Vcpu => _machine.VcpuOf(_vcpu);

    /// <summary>The VM.</summary>
    public readonly VirtualMachine Machine => _machine;

    /// <summary>The guest writes; otherwise it reads or fetches an instruction.</summary>
    public bool IsWrite => Access.is_write != 0;

    /// <summary>The guest fetches an instruction.</summary>
    public bool IsInstructionFetch => Access.is_fetch != 0;

    /// <summary>A loaded value will be sign-extended.</summary>
    public bool IsSignExtended => Access.sign_extend != 0;

    /// <summary>Number of the register that is loaded or stored: 0 to 31, where 31 is XZR.</summary>
    public int Register => Access.reg;

    /// <summary>Guest program counter, a virtual address.</summary>
    public ulong ProgramCounter => Access.pc;

    /// <summary>
    /// The value that the guest stores, or that a load receives; in the low <see cref="Length"/> bytes. Getting it for
    /// a load gives 0, as does getting it for the fetch of an instruction.
    /// </summary>
    /// <exception cref="InvalidOperationException">Set for a store or the fetch of an instruction.</exception>
    /// <remarks>Maps to <c>vm_get_access_value</c> and <c>vm_set_access_value</c>.</remarks>
    public ulong Data
    {
        readonly get => GuestVcpuFaultExtNative.vm_get_access_value(_vcpu);
        set
        {
            if (GuestVcpuFaultExtNative.vm_set_access_value(_vcpu, value) != 0)
            {
                RefuseData();
            }
        }
    }

    private vm_access_t Access
    {
        get
        {
            if (!_described)
            {
                fixed (vm_access_t* access = &_access)
                {
                    _described = GuestVcpuFaultExtNative.vm_get_access(_vcpu, access) == 0;
                }
            }

            return _access;
        }
    }

    /// <summary>Answers the access from a word in memory: a load reads it, a store changes the bytes that it covers.</summary>
    /// <param name="word">The word that the device has at the address, aligned to 4 bytes (8 for an access of 8 bytes).</param>
    /// <returns><see cref="FaultResult.Handled"/>.</returns>
    /// <remarks>Maps to <c>emulate_vcpu_fault</c>.</remarks>
    public readonly FaultResult Emulate(ref ulong word)
    {
        word = GuestVcpuFaultNative.emulate_vcpu_fault(_vcpu, word);
        return FaultResult.Handled;
    }

    private void RefuseData() => throw new InvalidOperationException(
        $"The guest {(IsInstructionFetch ? "fetches an instruction" : "stores")} at {Address}: there is no value to give it.");

    /// <summary>The access in a line: <c>write of 4 bytes at 0x09000000 by vCPU 0, pc 0x40080000</c>.</summary>
    public override string ToString() =>
        $"{(IsWrite ? "write" : IsInstructionFetch ? "fetch" : "read")} of {Length} bytes at {Address} by vCPU {Vcpu.Number}, pc 0x{ProgramCounter:x}";
}
