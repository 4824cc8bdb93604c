// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;

namespace Device;

/// <summary>Dice: each read of ROLL is another throw, TOTAL adds up what the guest writes, SIDES says how many sides there are.</summary>
internal sealed class Dice : RegisterBank
{
    private const int Remembered = 100; // a guest can throw for ever

    private readonly MmioRegister _sides;
    private readonly MmioRegister _total;
    private readonly List<ulong> _rolls = [];
    private ulong _state;

    public Dice(ulong seed)
        : base("dice")
    {
        _state = seed;
        Define(0x0, "ROLL", RegisterAccess.Read, read: Roll);
        _total = Define(0x4, "TOTAL", write: value => _total!.Value += value);
        _sides = Define(0x8, "SIDES", reset: 6);
    }

    /// <summary>What was thrown first, and the sum of all as the guest reported it.</summary>
    public override string ToString() => $"{string.Join(", ", _rolls)}: {_total.Value} in all";

    private ulong Roll()
    {
        _state = (_state * 6364136223846793005) + 1442695040888963407; // Knuth's MMIX generator
        ulong roll = ((_state >> 33) % Math.Max(1, _sides.Value)) + 1;
        if (_rolls.Count < Remembered)
        {
            _rolls.Add(roll);
        }

        return roll;
    }
}
