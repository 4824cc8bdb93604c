// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.Vm.Internal;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A range of guest memory that belongs to somebody: nothing backs it and every access comes to its handler, until it
/// is mapped. It keeps its handler alive until it is disposed of, or its VM is.
/// </summary>
/// <remarks>Maps to <c>vm_memory_reservation_t</c>.</remarks>
public unsafe partial class MemoryReservation : IDisposable
{
    private readonly GuestMemory _memory;
    private vm_memory_reservation_t* _native;
    private FrameSourceCall? _deferredSource;
    private GCHandle _self;

    internal MemoryReservation(GuestMemory memory, FaultHandler? handler, string? name)
    {
        _memory = memory;
        Handler = handler;
        Name = name;
        _self = GCHandle.Alloc(this);
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

    internal FaultHandler? Handler { get; }

    internal void* Cookie => (void*)GCHandle.ToIntPtr(_self);

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
    /// has returned; until then further accesses are unhandled. Doing it again, or after the VM, has no effect.
    /// </summary>
    /// <exception cref="GuestMemoryException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_free_reserved_memory</c>.</remarks>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The range, and the name if it has one.</summary>
    public override string ToString() => Name is null ? Range.ToString() : $"{Range} {Name}";

    /// <summary>Gives the range back.</summary>
    /// <param name="disposing">Always <see langword="true"/>: there is no finalizer, since calls for a VM come from one thread.</param>
    protected virtual void Dispose(bool disposing)
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
        _deferredSource?.Dispose();
        _deferredSource = null;
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

        VmError error = NativeErrors.Last(Vm);
        return error.Code == VmErrorCode.Busy ? false : throw new GuestMemoryException(error, Range);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountFault() => FaultCount++;
}
