// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A kind of virtio device (Virtio 1.2, 5), whatever the transport: its identity, features and configuration, and what it does with
/// the buffers of its queues. The transport checks every chain before <see cref="Serve"/> sees it.
/// </summary>
public abstract class VirtioDevice
{
    private const ulong DefaultLargestChain = 0x10_0000;

    /// <summary>Makes a device.</summary>
    /// <param name="name">A label for people.</param>
    /// <param name="deviceId">The kind's number (5).</param>
    /// <param name="queues">The direction of each queue, in their order; at least one.</param>
    /// <exception cref="ArgumentException">There are no queues.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    protected VirtioDevice(string name, uint deviceId, params ReadOnlySpan<VirtioDirection> queues)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (queues.IsEmpty)
        {
            throw new ArgumentException($"{name}: a virtio device has at least one queue.", nameof(queues));
        }

        Name = name;
        DeviceId = deviceId;
        Queues = queues.ToArray();
    }

    /// <summary>A label for people.</summary>
    public string Name { get; }

    /// <summary>The kind's number (5).</summary>
    public uint DeviceId { get; }

    /// <summary>The direction of each queue.</summary>
    public IReadOnlyList<VirtioDirection> Queues { get; }

    /// <summary>The features of the kind that are offered: bits 0 to 23 and 50 to 127 (2.2); the transport adds those of queues and transport.</summary>
    public virtual ulong Features => 0;

    /// <summary>Most bytes of one chain; a longer one asks for a reset. 1 MiB unless the kind says otherwise.</summary>
    public virtual ulong LargestChain => DefaultLargestChain;

    /// <summary>The configuration that the driver reads, little-endian (2.5); it reads as zero behind its end.</summary>
    protected internal virtual ReadOnlySpan<byte> Configuration => default;

    /// <summary>The transport that the device is behind.</summary>
    protected VirtioMmio? Transport { get; private set; }

    /// <summary>The driver writes to the configuration. Ignored unless the kind says otherwise.</summary>
    /// <param name="offset">Bytes from the start of the configuration.</param>
    /// <param name="data">1, 2, 4 or 8 bytes.</param>
    protected internal virtual void WriteConfiguration(ulong offset, ReadOnlySpan<byte> data)
    {
    }

    /// <summary>
    /// Serves a queue: takes chains, does what they ask for and returns them, now or later. Called when the driver notifies the queue,
    /// when it becomes ready, and by <see cref="Kick"/>; never before the driver is ready, and never after it broke a rule. The driver
    /// sees what was returned when this ends.
    /// </summary>
    /// <param name="index">Number of the queue.</param>
    /// <param name="queue">The queue.</param>
    /// <exception cref="VirtioProtocolException">The driver broke a rule of the kind: the device asks for a reset.</exception>
    protected internal abstract void Serve(int index, VirtioQueue queue);

    /// <summary>
    /// The driver has reset the device, or features are now settled. After a reset every chain that the device holds is abandoned.
    /// </summary>
    /// <param name="features">What driver and device agreed on; zero after a reset.</param>
    protected internal virtual void Negotiated(ulong features)
    {
    }

    /// <summary>Serves a queue because the device has something for the driver. Call it on the VM's thread.</summary>
    /// <param name="index">Number of the queue.</param>
    protected void Kick(int index) => Transport?.Serve(index);

    /// <summary>Serves a queue once the VM's thread has served what else waits for it.</summary>
    /// <param name="index">Number of the queue.</param>
    protected void KickLater(int index) => Transport?.ServeLater(index);

    /// <summary>
    /// Lets the VM's thread do something for the device, such as returning a chain. Any thread may call it. The driver gets one interrupt
    /// for all that was posted together. Nothing happens once the VM is gone, or while the device is behind no transport.
    /// </summary>
    /// <param name="action">What to do. What it throws stops the VM and comes out of <see cref="VirtualMachine.Run"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is <see langword="null"/>.</exception>
    protected void Post(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Transport?.Post(action);
    }

    /// <summary>Tells the driver that <see cref="Configuration"/> has changed (2.5). Call it on the VM's thread.</summary>
    protected void ConfigurationChanged() => Transport?.ConfigurationChanged();

    /// <summary>Awaits a task, and goes on on the VM's thread.</summary>
    internal VmThreadAwaiter Resume(ValueTask task) => new(this, task);

    internal void PostContinuation(Action continuation) => Post(continuation);

    /// <summary>
    /// Sees to it that what a method with <see cref="Resume"/> throws is not lost: at once, or in an action that is posted, where the
    /// transport treats a driver's mistake as it does in <see cref="Serve"/>.
    /// </summary>
    internal void Observe(ValueTask work)
    {
        if (work.IsCompleted)
        {
            work.GetAwaiter().GetResult();
            return;
        }

        ObserveLater(work.AsTask());
    }

    // Apart from the other, which allocates nothing where a device answers at once.
    private void ObserveLater(Task task) => task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
    {
        if (!task.IsCompletedSuccessfully)
        {
            Post(() => task.GetAwaiter().GetResult());
        }
    });

    internal void AttachTo(VirtioMmio transport) => Transport = Transport is null
        ? transport
        : throw new InvalidOperationException($"{Name} is behind a transport already.");
}
