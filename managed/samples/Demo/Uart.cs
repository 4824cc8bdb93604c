// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;

namespace Demo;

/// <summary>As much of a PL011 (Arm DDI 0183) as a guest needs to print: the data and the flag register.</summary>
internal static class Uart
{
    private const ulong DataRegister = 0x00;
    private const ulong FlagRegister = 0x18;
    private const ulong TransmitFifoEmpty = 0x80;
    private const ulong ReceiveFifoEmpty = 0x10;

    public static FaultResult Handle(ref MemoryFault fault)
    {
        if (fault.IsInstructionFetch)
        {
            return FaultResult.Unhandled; // the guest jumps about: there is no value to answer with
        }

        if (fault.IsWrite)
        {
            if (fault.Offset == DataRegister)
            {
                Console.Write((char)(byte)fault.Data);
            }

            return FaultResult.Handled;
        }

        fault.Data = fault.Offset == FlagRegister ? TransmitFifoEmpty | ReceiveFifoEmpty : 0;
        return FaultResult.Handled;
    }
}
