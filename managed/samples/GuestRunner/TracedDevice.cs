// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;
using SeL4.Vm.Devices;

namespace GuestRunner;

/// <summary>Puts a device into a guest and prints every access to it.</summary>
internal static class TracedDevice
{
    public static void AttachTraced(this GuestMemory memory, GuestAddress address, IMmioDevice device) =>
        memory.Reserve(new GuestRange(address, device.Size), (ref MemoryFault fault) => Handle(ref fault, device), device.Name);

    private static FaultResult Handle(ref MemoryFault fault, IMmioDevice device)
    {
        if (fault.IsInstructionFetch)
        {
            return FaultResult.Unhandled;
        }

        ulong value = fault.IsWrite ? fault.Data : device.Read(fault.Offset, fault.Length);
        Console.WriteLine($"trace: {fault.ToString()}: {device.Name}+0x{fault.Offset:x} = 0x{value:x}");
        if (fault.IsWrite)
        {
            device.Write(fault.Offset, fault.Length, value);
        }
        else
        {
            fault.Data = value;
        }

        return FaultResult.Handled;
    }
}
