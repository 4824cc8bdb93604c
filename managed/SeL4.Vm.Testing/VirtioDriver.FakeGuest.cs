// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Testing;

/// <content>In a guest that a test plays.</content>
public sealed partial class VirtioDriver
{
    /// <summary>Makes a driver for a device. It does nothing until <see cref="SetUp"/>.</summary>
    /// <param name="guest">The guest that it runs in.</param>
    /// <param name="registers">Guest physical address of the device.</param>
    /// <param name="areas">Guest physical address of the queues, in RAM: 12 KiB for each, aligned to 4 KiB.</param>
    /// <param name="queues">How many queues the device has.</param>
    /// <param name="queueSize">Descriptors of each queue, a power of two up to 256.</param>
    /// <exception cref="ArgumentNullException">There is no guest.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no such queues.</exception>
    public VirtioDriver(FakeGuest guest, GuestAddress registers, GuestAddress areas, int queues = 2, int queueSize = DefaultQueueSize)
        : this(
            (guest ?? throw new ArgumentNullException(nameof(guest))).Read<uint>,
            guest.Write,
            guest.Vcpu.Machine.Memory,
            registers,
            areas,
            queues,
            queueSize)
    {
    }
}
