// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Vm.Devices;
using Xunit.Abstractions;

namespace SeL4.Vm.Tests;

/// <summary>
/// Banks of random registers and random accesses, against a model of single bytes. A failure prints its seed, which the environment
/// variable CsCheck_Seed repeats.
/// </summary>
public sealed class RegisterBankModelTests(ITestOutputHelper output)
{
    private const long Iterations = 4000;
    private const int Bytes = 64; // of the bank that have registers; what is behind them has none

    private static readonly Gen<Layout> AnyLayout = Gen.Select(
        Gen.Int[0, Bytes - 1], Gen.OneOf(1, 2, 4, 8), Gen.OneOf(RegisterAccess.ReadWrite, RegisterAccess.ReadWrite, RegisterAccess.Read, RegisterAccess.Write, RegisterAccess.None),
        Gen.ULong, Gen.OneOf(Gen.Const(ulong.MaxValue), Gen.ULong),
        (at, width, access, reset, writable) => new Layout(at & -width, width, access, reset, writable));

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Bool, Gen.Int[0, Bytes + 8], Gen.OneOf(1, 2, 4, 8), Gen.ULong, (isStore, at, length, value) => new Step(isStore, at, length, value));

    [Fact]
    public void TheBankDoesWhatItsRegistersSay()
    {
        int unknown = 0;
        int known = 0;
        Gen.Select(AnyLayout.Array[0, 12], AnyStep.Array[1, 40]).Sample(
            (layouts, steps) =>
            {
                var bank = new Bank();
                var model = new Model();
                foreach (Layout layout in layouts)
                {
                    Assert.Equal(model.Add(layout), bank.Add(layout));
                }

                int heard = 0;
                bank.Unknown = (_, _, _) => heard++;
                foreach (Step step in steps)
                {
                    int before = heard;
                    Assert.Equal(model.Do(step, out bool isKnown), bank.Do(step));
                    Assert.Equal(isKnown ? before : before + 1, heard);
                    known += isKnown ? 1 : 0;
                    unknown += isKnown ? 0 : 1;
                }

                bank.Reset();
                model.Reset();
                for (int at = 0; at < Bytes; at++)
                {
                    var load = new Step(false, at, 1, 0);
                    Assert.Equal(model.Do(load, out _), bank.Do(load));
                }
            },
            output.WriteLine,
            iter: Iterations,
            threads: 1);

        // The generator reaches both.
        Assert.InRange((double)known / (known + unknown), 0.1, 0.9);
    }

    private sealed record Layout(int At, int Width, RegisterAccess Access, ulong Reset, ulong Writable);

    private sealed record Step(bool IsStore, int At, int Length, ulong Value);

    private sealed class Bank() : RegisterBank("bank")
    {
        public bool Add(Layout layout)
        {
            try
            {
                Define((ulong)layout.At, "R", layout.Access, layout.Reset, layout.Width, writable: layout.Writable);
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }

        public ulong Do(Step step)
        {
            if (!step.IsStore)
            {
                return Read((ulong)step.At, step.Length);
            }

            Write((ulong)step.At, step.Length, step.Value);
            return 0;
        }
    }

    // Each byte knows its register, its value, and what becomes of it.
    private sealed class Model
    {
        private readonly Cell[] _cells = [.. Enumerable.Range(0, Bytes + 16).Select(_ => new Cell())];
        private int _registers;

        public bool Add(Layout layout)
        {
            Cell[] cells = _cells[layout.At..(layout.At + layout.Width)];
            if (cells.Any(cell => cell.Register != 0))
            {
                return false;
            }

            _registers++;
            for (int i = 0; i < cells.Length; i++)
            {
                (cells[i].Register, cells[i].Access) = (_registers, layout.Access);
                (cells[i].First, cells[i].Writable) = ((byte)(layout.Reset >> (8 * i)), (byte)(layout.Writable >> (8 * i)));
                cells[i].Value = cells[i].First;
            }

            return true;
        }

        public ulong Do(Step step, out bool isKnown)
        {
            Cell[] cells = _cells[step.At..(step.At + step.Length)];
            isKnown = cells[0].Register != 0 && cells.All(cell => cell.Register == cells[0].Register);
            ulong result = 0;
            for (int i = 0; i < cells.Length && isKnown; i++)
            {
                if (!step.IsStore)
                {
                    result |= cells[i].Access.HasFlag(RegisterAccess.Read) ? (ulong)cells[i].Value << (8 * i) : 0;
                }
                else if (cells[i].Access.HasFlag(RegisterAccess.Write))
                {
                    cells[i].Value = (byte)((cells[i].Value & ~cells[i].Writable) | ((byte)(step.Value >> (8 * i)) & cells[i].Writable));
                }
            }

            return result;
        }

        public void Reset() => Array.ForEach(_cells, cell => cell.Value = cell.First);

        private sealed class Cell
        {
            public int Register { get; set; }

            public RegisterAccess Access { get; set; }

            public byte First { get; set; }

            public byte Writable { get; set; }

            public byte Value { get; set; }
        }
    }
}
