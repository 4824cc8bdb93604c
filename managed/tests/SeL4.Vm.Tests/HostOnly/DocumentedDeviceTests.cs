// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// docs/devices.md shows what stands between the marks to the letter.
// DOC:begin
using SeL4.Vm;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;
using Xunit;

/// <summary>An entropy device (Virtio 1.2, 5.4): the guest offers buffers, and gets them back with random bytes.</summary>
public sealed class RandomDevice(Action<byte[]> fill) : VirtioDevice("random", deviceId: 4, VirtioDirection.ToDriver)
{
    private readonly byte[] _random = new byte[256];

    protected override void Serve(int index, VirtioQueue queue)
    {
        while (queue.TryTake(out VirtioChain? chain))
        {
            // A device may use less than the whole buffer (5.4.6.2).
            int length = (int)Math.Min(chain.WritableBytes, (ulong)_random.Length);
            fill(_random);
            chain.Write(0, _random.AsSpan(0, length));
            queue.Return(chain, (uint)length);
        }
    }
}

public sealed class RandomDeviceTests
{
    private const ulong Registers = 0x0a00_0000;
    private const ulong Ram = 0x4000_0000;
    private const ulong Buffer = Ram + 0x8000;

    [Fact]
    public void TheGuestGetsRandomBytes()
    {
        FakeMachine.Reset();
        using var machine = new VirtualMachine("random");
        machine.Ram.RegisterAt(new GuestRange(Ram, 0x10000));
        bool line = false;
        var device = new RandomDevice(bytes => Array.Fill(bytes, (byte)0x5a));
        machine.Memory.Attach(Registers, new VirtioMmio(machine.Memory, device, isHigh => line = isHigh));

        // The driver's side: features, one queue, a chain of one buffer that the device writes.
        var driver = new VirtioDriver(new FakeGuest(machine.CreateVcpu()), Registers, areas: Ram, queues: 1);
        Assert.Equal(VirtioDriver.Working, driver.SetUp());
        ushort head = driver.Add(0, readable: [], writable: [new GuestRange(Buffer, 16)]);
        driver.Notify(0);

        Assert.True(driver.TryTakeUsed(0, out ushort used, out uint written));
        Assert.Equal((head, 16u), (used, written));
        Assert.Equal(0x5a5a5a5au, machine.Memory.Read<uint>(Buffer + 12));
        Assert.True(line);
        Assert.Equal(1u, driver.Acknowledge());
        Assert.False(line);
    }
}
// DOC:end
