// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Numerics;
using System.Runtime.CompilerServices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>
/// A guest that a test plays, an action at a time. An action that the VM answers with an abort throws
/// <see cref="GuestAbortException"/>, one that stops the VM <see cref="GuestStoppedException"/>.
/// </summary>
/// <param name="vcpu">Its vCPU.</param>
public abstract class TestGuest(Vcpu vcpu)
{
    /// <summary>Register that loads and stores use.</summary>
    public const int DataRegister = 3;

    public Vcpu Vcpu { get; } = vcpu;

    /// <summary>Where the last action has left it: behind its instruction, when that was done.</summary>
    public abstract ulong ProgramCounter { get; }

    /// <summary>Interrupts that the guest has taken, or would take now.</summary>
    public abstract IReadOnlyList<int> PendingInterrupts { get; }

    /// <summary>General purpose register x0 to x30.</summary>
    public abstract ulong GetRegister(int number);

    /// <summary>Sets general purpose register x0 to x30.</summary>
    public abstract void SetRegister(int number, ulong value);

    /// <summary>Loads an integer of 1, 2, 4 or 8 bytes; signed ones are extended to 64 bits.</summary>
    public T Read<T>(GuestAddress address)
        where T : unmanaged, IBinaryInteger<T> =>
        T.CreateTruncating(Load(address, Unsafe.SizeOf<T>(), T.IsNegative(T.Zero - T.One)));

    /// <summary>Stores an integer of 1, 2, 4 or 8 bytes.</summary>
    public void Store<T>(GuestAddress address, T value)
        where T : unmanaged, IBinaryInteger<T> => Store(address, Unsafe.SizeOf<T>(), ulong.CreateTruncating(value));

    /// <summary>Loads 16 bytes into a vector register, which no VMM can emulate.</summary>
    public abstract void LoadVector(GuestAddress address);

    /// <summary>Fetches an instruction.</summary>
    public abstract void Execute(GuestAddress address);

    /// <summary>Makes an SMC call.</summary>
    /// <param name="function">Function identifier.</param>
    /// <param name="arguments">x1 and on, at most 7.</param>
    /// <returns>x0.</returns>
    public abstract ulong Smc(ulong function, params ReadOnlySpan<ulong> arguments);

    /// <summary>Finishes an interrupt that the guest has taken.</summary>
    /// <param name="interrupt">One of <see cref="PendingInterrupts"/>.</param>
    public abstract void EndInterrupt(int interrupt);

    /// <summary>Lets an event arrive that is not of the guest.</summary>
    /// <returns>Why the VM stopped.</returns>
    public abstract VmStop Notify(ulong badge);

    /// <summary>Lets the VM do what is to be done, posted actions too.</summary>
    /// <param name="cancellationToken">For the VM's run.</param>
    /// <returns>Why the VM stopped; <see cref="TestMachine.Idle"/> when nothing was left.</returns>
    public abstract VmStop Run(CancellationToken cancellationToken = default);

    /// <summary>Stores four bytes while another guest of the VM does so too; where there are real ones, both faults wait before the first is answered.</summary>
    public abstract void StoreTogether(GuestAddress address, uint value, TestGuest other, GuestAddress otherAddress, uint otherValue);

    /// <summary>Makes a driver of a virtio device that runs in this guest.</summary>
    public VirtioDriver DriveVirtio(
        GuestMemory memory, GuestAddress registers, GuestAddress areas, int queues = 2, int queueSize = VirtioDriver.DefaultQueueSize) =>
        new(Read<uint>, Store, memory, registers, areas, queues, queueSize);

    /// <summary>Loads 1, 2, 4 or 8 bytes.</summary>
    protected abstract ulong Load(GuestAddress address, int size, bool isSigned);

    /// <summary>Stores 1, 2, 4 or 8 bytes.</summary>
    protected abstract void Store(GuestAddress address, int size, ulong value);
}
