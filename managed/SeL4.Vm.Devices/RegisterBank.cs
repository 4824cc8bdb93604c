// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A device made of registers that are declared with offset, width and access. A guest may access a register in part;
/// an access that covers none, or crosses one's end, reads as zero and is ignored, and <see cref="Unknown"/> hears of it.
/// </summary>
public abstract class RegisterBank : IMmioDevice
{
    // In the order of their offsets, and for finding one: each access of a guest does.
    private readonly SortedDictionary<ulong, MmioRegister> _registers = [];
    private readonly Dictionary<ulong, MmioRegister> _byOffset = [];
    private RegisterPage? _page;

    /// <summary>Makes a device without registers.</summary>
    /// <param name="name">A label for people.</param>
    /// <param name="size">Bytes of guest memory, whole pages of 4 KiB.</param>
    protected RegisterBank(string name, ulong size = GuestMemory.PageBytes)
    {
        Name = name;
        Size = size;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ulong Size { get; }

    /// <summary>The registers in the order of their offsets.</summary>
    public IReadOnlyCollection<MmioRegister> Registers => _registers.Values;

    /// <summary>Called for an access to no register.</summary>
    public UnknownAccessHandler? Unknown { get; set; }

    /// <summary>
    /// A guest may load the registers without an exit: no value changes by itself, each load that has an effect is one of a register that
    /// says so (<see cref="MmioRegister.HasReadEffect"/>), and <see cref="RegistersChanged"/> is called where it has to be. False unless a device
    /// says otherwise.
    /// </summary>
    protected virtual bool SupportsDirectReads => false;

    /// <inheritdoc/>
    public virtual ulong Read(ulong offset, int length)
    {
        if (Find(offset, length) is not { } register)
        {
            Unknown?.Invoke(offset, length, RegisterAccess.Read);
            return 0;
        }

        return (register.Load() >> Shift(register, offset)) & Bits(length);
    }

    /// <inheritdoc/>
    public virtual void Write(ulong offset, int length, ulong value)
    {
        if (Find(offset, length) is not { } register)
        {
            Unknown?.Invoke(offset, length, RegisterAccess.Write);
            return;
        }

        int shift = Shift(register, offset);
        register.Store(Bits(length) << shift, (value & Bits(length)) << shift);
        RegistersChanged();
    }

    /// <summary>Gives every register the value it began with.</summary>
    public virtual void Reset()
    {
        foreach (MmioRegister register in _registers.Values)
        {
            register.Reset();
        }

        RegistersChanged();
    }

    /// <summary>The registers come into a page of the guest's memory.</summary>
    /// <exception cref="NotSupportedException">The device does not support it, or has more than a page.</exception>
    /// <exception cref="InvalidOperationException">They are in one already.</exception>
    internal SharedFrame ShowIn(GuestMemory memory, GuestAddress address)
    {
        if (!SupportsDirectReads || Size != GuestMemory.PageBytes)
        {
            throw new NotSupportedException($"{Name}, 0x{Size:x} bytes: loads of it have to come to the device.");
        }

        if (_page is { IsGone: false })
        {
            throw new InvalidOperationException($"{Name} is attached already.");
        }

        var frame = memory.CreateSharedFrame(address, MemoryRights.None, this.Answer, Name);
        _page = new RegisterPage(frame, _registers.Values);
        return frame;
    }

    /// <summary>
    /// What registers read as has changed otherwise than by a guest's store or by <see cref="MmioRegister.Value"/>: a
    /// <see cref="MmioRegister.Reading"/> answers something else. Guests that load registers without an exit see it from now on.
    /// </summary>
    protected void RegistersChanged() => _page?.ShowComputed();

    /// <summary>Declares a register.</summary>
    /// <param name="offset">Bytes from the device's start, a multiple of the width.</param>
    /// <param name="name">Its name in the device's manual.</param>
    /// <param name="access">What a guest may do with it.</param>
    /// <param name="reset">Its value at first.</param>
    /// <param name="width">Bytes: 1, 2, 4 or 8.</param>
    /// <param name="read">Called for a guest's load in place of its value.</param>
    /// <param name="write">Called for a guest's store in place of setting its value.</param>
    /// <param name="writable">The bits that a guest's store changes; the others keep their value. All unless given.</param>
    /// <returns>The register.</returns>
    /// <exception cref="ArgumentException">The register overlaps another, is not aligned, or exceeds the device.</exception>
    protected MmioRegister Define(
        ulong offset,
        string name,
        RegisterAccess access = RegisterAccess.ReadWrite,
        ulong reset = 0,
        int width = sizeof(uint),
        Func<ulong>? read = null,
        Action<ulong>? write = null,
        ulong writable = ulong.MaxValue)
    {
        if (width is not (1 or 2 or 4 or 8) || offset % (ulong)width != 0)
        {
            throw new ArgumentException($"{name}: a register of {width} bytes cannot be at 0x{offset:x}.", nameof(offset));
        }

        if (offset >= Size || _registers.Values.Any(r => offset < r.Offset + (ulong)r.Width && r.Offset < offset + (ulong)width))
        {
            throw new ArgumentException($"{name}: 0x{offset:x} is outside of {Name} or taken.", nameof(offset));
        }

        var register = new MmioRegister(name, offset, width, access, reset, writable) { Reading = read, Writing = write };
        _registers.Add(offset, register);
        _page?.Add(register);
        _byOffset.Add(offset, register);
        return register;
    }

    private static ulong Bits(int length) => length == sizeof(ulong) ? ulong.MaxValue : (1ul << (8 * length)) - 1;

    private static int Shift(MmioRegister register, ulong offset) => 8 * (int)(offset - register.Offset);

    // Registers are aligned to their width: the one that holds the offset begins at one of four places.
    private MmioRegister? Find(ulong offset, int length)
    {
        for (ulong width = 1; width <= sizeof(ulong); width *= 2)
        {
            if (_byOffset.TryGetValue(offset & ~(width - 1), out MmioRegister? register)
                && offset + (ulong)length <= register.Offset + (ulong)register.Width)
            {
                return register;
            }
        }

        return null;
    }
}

/// <summary>Hears of a guest's access to a device that covers no register.</summary>
/// <param name="offset">Bytes from the device's start.</param>
/// <param name="length">Bytes: 1, 2, 4 or 8.</param>
/// <param name="access"><see cref="RegisterAccess.Read"/> or <see cref="RegisterAccess.Write"/>.</param>
public delegate void UnknownAccessHandler(ulong offset, int length, RegisterAccess access);
