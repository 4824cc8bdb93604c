// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>A guest that consists of the messages it would cause.</summary>
internal sealed class HostGuest(FakeGuest guest) : TestGuest(guest.Vcpu)
{
    // Syndrome of a data abort from a lower exception level that does not describe the access (Arm DDI 0487, D17.2.37).
    private const uint VectorAccess = (0x24u << 26) | (1u << 25) | 0x06;

    public override ulong ProgramCounter => guest.ProgramCounter;

    public override IReadOnlyList<int> PendingInterrupts => guest.PendingInterrupts;

    public override ulong GetRegister(int number) => guest.GetRegister(number);

    public override void SetRegister(int number, ulong value) => guest.SetRegister(number, value);

    public override void LoadVector(GuestAddress address)
    {
        ulong pc = guest.ProgramCounter;
        guest.RaiseMemoryFault(address, VectorAccess);
        guest.ProgramCounter = pc;
        throw new GuestAbortException(address);
    }

    public override void Execute(GuestAddress address) => guest.Execute(address);

    public override ulong Smc(ulong function, params ReadOnlySpan<ulong> arguments) => guest.Smc(function, arguments);

    public override void EndInterrupt(int interrupt) => guest.EndInterrupt(interrupt);

    public override VmStop Notify(ulong badge)
    {
        try
        {
            guest.Notify(badge);
            return guest.Vcpu.Machine.LastStop;
        }
        catch (GuestStoppedException stopped)
        {
            return stopped.Stop;
        }
    }

    public override VmStop Run(CancellationToken cancellationToken = default) => guest.Run(cancellationToken);

    public override void StoreTogether(GuestAddress address, uint value, TestGuest other, GuestAddress otherAddress, uint otherValue)
    {
        guest.Write(address, value);
        other.Store(otherAddress, otherValue);
    }

    protected override ulong Load(GuestAddress address, int size, bool isSigned) => (size, isSigned) switch
    {
        (1, false) => guest.Read<byte>(address),
        (2, false) => guest.Read<ushort>(address),
        (4, false) => guest.Read<uint>(address),
        (1, true) => (ulong)guest.Read<sbyte>(address),
        (2, true) => (ulong)guest.Read<short>(address),
        (4, true) => (ulong)guest.Read<int>(address),
        _ => guest.Read<ulong>(address),
    };

    protected override void Store(GuestAddress address, int size, ulong value)
    {
        switch (size)
        {
            case 1:
                guest.Write(address, (byte)value);
                break;
            case 2:
                guest.Write(address, (ushort)value);
                break;
            case 4:
                guest.Write(address, (uint)value);
                break;
            default:
                guest.Write(address, value);
                break;
        }
    }
}
