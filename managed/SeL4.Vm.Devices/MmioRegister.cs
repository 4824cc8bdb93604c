// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A register of a <see cref="RegisterBank"/>.</summary>
public sealed class MmioRegister
{
    private readonly ulong _reset;
    private readonly ulong _mask;
    private readonly ulong _writable;

    internal MmioRegister(string name, ulong offset, int width, RegisterAccess access, ulong reset, ulong writable)
    {
        Name = name;
        Offset = offset;
        Width = width;
        Access = access;
        _mask = width == sizeof(ulong) ? ulong.MaxValue : (1ul << (8 * width)) - 1;
        _writable = writable & _mask;
        _reset = reset & _mask;
        Value = _reset;
    }

    /// <summary>Its name in the device's manual.</summary>
    public string Name { get; }

    /// <summary>Bytes from the device's start.</summary>
    public ulong Offset { get; }

    /// <summary>Bytes: 1, 2, 4 or 8.</summary>
    public int Width { get; }

    /// <summary>What a guest may do with it.</summary>
    public RegisterAccess Access { get; }

    /// <summary>Its value, cut to its width.</summary>
    public ulong Value
    {
        get;
        set
        {
            field = value & _mask;
            Page?.Show(this);
        }
    }

    /// <summary>
    /// A guest's load changes the device now, as one that takes a byte from a queue does. While a register of a device says so, loads
    /// come to the device even where <see cref="MmioDeviceExtensions.AttachWithDirectReads"/> has attached it. While none does,
    /// <see cref="Reading"/> must have no effect.
    /// </summary>
    public bool HasReadEffect
    {
        get;
        set
        {
            if (field != value)
            {
                field = value;
                Page?.Settle();
            }
        }
    }

    /// <summary>Called for a guest's load in place of <see cref="Value"/>.</summary>
    public Func<ulong>? Reading { get; init; }

    /// <summary>
    /// Called for a guest's store in place of setting <see cref="Value"/>. What arrives is the whole register: bits that the store
    /// does not cover, and bits that are not writable, have the present value.
    /// </summary>
    public Action<ulong>? Writing { get; init; }

    /// <summary>The name and the offset.</summary>
    public override string ToString() => $"{Name} at 0x{Offset:x}";

    /// <summary>Where guests load it without an exit.</summary>
    internal RegisterPage? Page { get; set; }

    /// <summary>What they find there.</summary>
    internal ulong Shown { get; set; }

    internal ulong Load() => (Access & RegisterAccess.Read) == 0 ? 0 : (Reading?.Invoke() ?? Value) & _mask;

    internal void Store(ulong bits, ulong value)
    {
        if ((Access & RegisterAccess.Write) == 0)
        {
            return;
        }

        bits &= _writable;
        ulong merged = (Value & ~bits) | (value & bits);
        if (Writing is null)
        {
            Value = merged;
        }
        else
        {
            Writing(merged);
        }
    }

    internal void Reset() => Value = _reset;
}

/// <summary>What a guest may do with a device's register.</summary>
[Flags]
public enum RegisterAccess
{
    /// <summary>Nothing: it reads as zero and ignores writes.</summary>
    None = 0,

    /// <summary>Read; writes are ignored.</summary>
    Read = 1,

    /// <summary>Write; it reads as zero.</summary>
    Write = 2,

    /// <summary>Read and write.</summary>
    ReadWrite = Read | Write,
}
