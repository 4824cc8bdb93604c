// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;

namespace Demo;

/// <summary>A device that multiplies: two factors of 32 bits at 0 and 4, their product at 8.</summary>
internal readonly struct Multiplier : IMemoryFaultHandler<Multiplier.State>
{
    public static FaultResult Handle(ref MemoryFault fault, ref State state)
    {
        switch (fault.Offset, fault.IsWrite)
        {
            case (0, true):
                state.Left = (uint)fault.Data;
                return FaultResult.Handled;
            case (4, true):
                state.Right = (uint)fault.Data;
                return FaultResult.Handled;
            case (8, false) when !fault.IsInstructionFetch:
                fault.Data = (ulong)state.Left * state.Right;
                return FaultResult.Handled;
            default:
                return FaultResult.Unhandled;
        }
    }

    internal struct State
    {
        public uint Left;
        public uint Right;
    }
}
