// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>
/// A page that a guest may read and not write, with what the registers of a device read as. It is kept up to date with every
/// change; while a load of one has an effect, the guest may not read it either.
/// </summary>
internal sealed class RegisterPage
{
    private readonly SharedFrame _frame;
    private readonly List<MmioRegister> _registers = [];
    private readonly List<MmioRegister> _computed = [];
    private bool _isOpen;

    /// <param name="frame">The page, zeroed, without rights for the guest.</param>
    /// <param name="registers">The registers.</param>
    public RegisterPage(SharedFrame frame, IEnumerable<MmioRegister> registers)
    {
        _frame = frame;
        foreach (MmioRegister register in registers)
        {
            Add(register);
        }

        Settle();
    }

    /// <summary>The reservation has been given back.</summary>
    public bool IsGone => _frame.IsDisposed;

    /// <summary>Adds a register.</summary>
    public void Add(MmioRegister register)
    {
        (register.Page, register.Shown) = (this, 0);
        _registers.Add(register);
        if (register.Reading is not null)
        {
            _computed.Add(register);
        }

        Show(register);
    }

    /// <summary>Lets the guest read the page, or not, as the registers' loads have no effect now, or one has.</summary>
    public void Settle()
    {
        bool isToOpen = !_registers.Exists(register => register.HasReadEffect);
        if (isToOpen == _isOpen || IsGone)
        {
            return;
        }

        _isOpen = isToOpen;
        if (isToOpen)
        {
            _registers.ForEach(Show);
        }

        _frame.SetRights(isToOpen ? MemoryRights.Read : MemoryRights.None);
    }

    /// <summary>Shows the registers whose value is computed.</summary>
    public void ShowComputed()
    {
        foreach (MmioRegister register in _computed)
        {
            Show(register);
        }
    }

    /// <summary>Shows what a register reads as. A closed page is brought up to date when it is opened.</summary>
    public void Show(MmioRegister register)
    {
        if (!_isOpen || IsGone)
        {
            return;
        }

        ulong value = register.Load();
        if (value != register.Shown)
        {
            // A copy, not a span: guests read devices past the caches.
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            _frame.Memory.Write(_frame.Range.Start + register.Offset, bytes[..register.Width]);
            register.Shown = value;
        }
    }
}
