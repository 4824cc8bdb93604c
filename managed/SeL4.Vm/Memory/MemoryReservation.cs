// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A range of guest memory that belongs to somebody: nothing backs it and every access comes to its handler, until it
/// is mapped. It keeps its handler alive until it is disposed of, or its VM is.
/// </summary>
/// <remarks>
/// Maps to <c>vm_memory_reservation_t</c>. Afterwards its methods throw <see cref="ObjectDisposedException"/>, as does what tells
/// the state of its pages. <see langword="null"/> for a frame source throws <see cref="ArgumentNullException"/>, a value that is none of
/// its enumeration <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
#pragma warning disable CA1063, CA1816 // Nobody can derive from it elsewhere, and nothing is finalized: calls for a VM come from one thread.
public unsafe partial class MemoryReservation : IDisposable
{
    private readonly GuestMemory _memory;
    private vm_memory_reservation_t* _native;
    private FrameSourceCall? _deferredSource;
    private HeldFrames? _frames;
    private GCHandle _self;

    internal MemoryReservation(GuestMemory memory, MemoryFaultHandler? handler, string? name)
    {
        _memory = memory;
        Handler = handler;
        Name = name;
    }

    /// <summary>The range.</summary>
    /// <remarks>Maps to <c>vm_get_reservation_memory_region</c>.</remarks>
    public GuestRange Range { get; private set; }

    /// <summary>A label for people, or <see langword="null"/>.</summary>
    public string? Name { get; }

    /// <summary>The library chose the address.</summary>
    public bool IsAnonymous { get; internal init; }

    /// <summary>It has been given back, or its VM has.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Accesses that came to the handler.</summary>
    public ulong FaultCount { get; private set; }

    /// <summary>The memory that it is part of.</summary>
    public GuestMemory Memory => _memory;

    /// <summary>Pointer for calls of <c>SeL4.Vm.Interop</c>: a <c>vm_memory_reservation_t *</c>.</summary>
    /// <exception cref="ObjectDisposedException">The reservation or its VM has been given back.</exception>
    public nint NativeHandle => (nint)Native;

    /// <summary>Who answers; <see langword="null"/> for nobody, or when all is over.</summary>
    internal MemoryFaultHandler? Handler { get; private set; }

    /// <summary>For the native callback; it keeps the reservation alive until <see cref="Detach"/>.</summary>
    internal void* Cookie
    {
        get
        {
            if (!_self.IsAllocated)
            {
                _self = GCHandle.Alloc(this);
            }

            return (void*)GCHandle.ToIntPtr(_self);
        }
    }

    internal vm_memory_reservation_t* Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return _native;
        }
    }

    private vm_t* Vm => _memory.Vm;

    /// <summary>
    /// Gives the range back, after what backs it. Inside its own handler the range is given back when the handler
    /// has returned; until then further accesses are unhandled. Inside its own frame source it is given back after the call
    /// that asks the source. Doing it again, or after the VM, has no effect.
    /// </summary>
    /// <exception cref="GuestMemoryException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_free_reserved_memory</c>.</remarks>
    public void Dispose()
    {
        if (IsDisposed)
        {
            return;
        }

        IsDisposed = true;
        if (!TryRelease())
        {
            _memory.Machine.ReleaseLater(this);
        }
    }

    /// <summary>The range, and the name if it has one.</summary>
    public override string ToString() => Name is null ? Range.ToString() : $"{Range} {Name}";

    internal void Attach(vm_memory_reservation_t* native)
    {
        nuint address;
        nuint size;
        GuestMemoryNative.vm_get_reservation_memory_region(native, &address, &size);
        _native = native;
        Range = new GuestRange(new GuestAddress(address), size);
    }

    /// <summary>The native side is gone, or never came to be: lets go of everything.</summary>
    internal void Detach()
    {
        IsDisposed = true;
        _native = null;
        Handler = null;
        LetGoOfFrames();
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    /// <summary>Gives the native reservation back; false while its callback runs.</summary>
    internal bool TryRelease()
    {
        if (_native == null || GuestMemoryNative.vm_free_reserved_memory(Vm, _native) == 0)
        {
            _memory.Forget((nint)_native);
            Detach();
            return true;
        }

        return NativeErrors.LastCode(Vm) == VmErrorCode.Busy ? false : throw new GuestMemoryException(NativeErrors.Last(Vm), Range);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountFault() => FaultCount++;

    /// <summary>Nothing is mapped any more: the program's frames and their source are free.</summary>
    private void LetGoOfFrames()
    {
        _deferredSource?.Dispose();
        _deferredSource = null;
        _frames?.Dispose();
        _frames = null;
    }
}
