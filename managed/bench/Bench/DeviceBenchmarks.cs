// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Bench;

/// <summary>
/// What a request of a virtio device costs the VMM: from the driver's notification to its acknowledgement, the driver's own work and the
/// exits left out. What an exit costs, and an interrupt, say the benchmarks of faults.
/// </summary>
internal static class DeviceBenchmarks
{
    private const ulong Ram = 0x40000000;
    private const ulong RamBytes = 0x200000;
    private const ulong Buffers = Ram + 0x10000;
    private const int QueueSize = 128;
    private const int Repetitions = 1000;
    private const uint NotifyRegister = 0x50;
    private const uint AcknowledgeRegister = 0x64;
    private const int DataBytes = 4096;
    private const int FrameBytes = 1514;

    public static void Run()
    {
        foreach (int depth in new[] { 1, 32 })
        {
            Disk(depth);
        }

        Network();
    }

    // A header, the data and the answer, as Linux makes them.
    private static void Disk(int depth)
    {
        using var device = new DrivenDevice(new VirtioBlock(new MemoryDisk(1 << 20)));
        var header = new GuestRange(Buffers, 16);
        var answer = new GuestRange(Buffers + 16, 1);
        var data = new GuestRange(Buffers + GuestMemory.PageBytes, DataBytes);
        device.Memory.Write(header.Start, new byte[16]);
        Parameter[] parameters =
            [("device", "block"), ("what", "4K read"), ("depth", depth.ToString(CultureInfo.InvariantCulture))];
        Report.Instructions("virtio", Language.CSharp, parameters, () =>
        {
            ulong sum = 0;
            for (int i = 0; i < Repetitions; i++)
            {
                for (int request = 0; request < depth; request++)
                {
                    device.Driver.Add(0, [header], [data, answer]);
                }

                sum += device.Notify(0);
                device.TakeAll(0, depth);
            }

            return (double)sum / (Repetitions * depth);
        });
    }

    // From one guest over a switch to another.
    private static void Network()
    {
        var network = new EthernetSwitch();
        using var sender = new DrivenDevice(new VirtioNetwork(network.Connect("sender"), new([2, 0, 0, 0, 0, 1])));
        using var receiver = new DrivenDevice(new VirtioNetwork(network.Connect("receiver"), new([2, 0, 0, 0, 0, 2])));
        var frame = new GuestRange(Buffers, 12 + FrameBytes);
        sender.Memory.Write(frame.Start + 12, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1]);
        Report.Instructions("virtio", Language.CSharp, [("device", "network"), ("what", "frame of 1,514 bytes"), ("depth", "1")], () =>
        {
            ulong sum = 0;
            for (int i = 0; i < Repetitions; i++)
            {
                sender.Driver.Add(1, [frame], []);
                receiver.Driver.Add(0, [], [frame]);
                sum += sender.Notify(1) + receiver.Notify(0);
                sender.TakeAll(1, 1);
                receiver.TakeAll(0, 1);
            }

            return (double)sum / Repetitions;
        });
    }

    /// <summary>A device with a driver that is part of this program.</summary>
    private sealed class DrivenDevice : IDisposable
    {
        private readonly VirtualMachine _machine;
        private readonly VirtioMmio _registers;

        public DrivenDevice(VirtioDevice device)
        {
            _machine = new VirtualMachine(device.Name);
            _machine.Memory.Reserve(new GuestRange(Ram, RamBytes), name: "ram").MapRam();
            _registers = new VirtioMmio(_machine.Memory, device);
            Driver = new VirtioDriver(
                address => (uint)_registers.Read(address.Value, sizeof(uint)),
                (address, value) => _registers.Write(address.Value, sizeof(uint), value),
                _machine.Memory,
                registers: 0,
                areas: Ram,
                device.Queues.Count,
                QueueSize);
            Require(Driver.SetUp(VirtioDriver.Version1Feature | VirtioDriver.EventIndexFeature) == VirtioDriver.Working);
        }

        public VirtioDriver Driver { get; }

        public GuestMemory Memory => _machine.Memory;

        /// <summary>Lets the device serve a queue, and acknowledges its interrupt.</summary>
        /// <returns>Instructions.</returns>
        public ulong Notify(int queue)
        {
            ulong start = NativeBench.Now();
            _registers.Write(NotifyRegister, sizeof(uint), (ulong)queue);
            _registers.Write(AcknowledgeRegister, sizeof(uint), 1);
            return NativeBench.Now() - start;
        }

        public void TakeAll(int queue, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Require(Driver.TryTakeUsed(queue, out _, out _));
            }
        }

        public void Dispose() => _machine.Dispose();

        private static void Require(bool isSo)
        {
            if (!isSo)
            {
                throw new BenchFailedException("the driver");
            }
        }
    }
}
