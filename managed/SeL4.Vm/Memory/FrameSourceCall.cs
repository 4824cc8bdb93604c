// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>A frame source while a mapping asks it: the cookie of the native iterator. It holds the frames until it is disposed of.</summary>
internal sealed unsafe class FrameSourceCall : IDisposable
{
    private readonly FrameSource _source;
    private readonly VirtualMachine? _machine;
    private GCHandle _handle;
    private ExceptionDispatchInfo? _exception;
    private HeldFrames? _frames = new();

    /// <param name="source">The source.</param>
    /// <param name="machine">For a deferred mapping: the VM whose call asks, and gets an exception. Otherwise it is for <see cref="Rethrow"/>.</param>
    public FrameSourceCall(FrameSource source, VirtualMachine? machine = null)
    {
        _source = source;
        _machine = machine;
        _handle = GCHandle.Alloc(this);
    }

    public static delegate* unmanaged[Cdecl]<nuint, void*, vm_frame_t> Iterator => &Next;

    public void* Cookie => (void*)GCHandle.ToIntPtr(_handle);

    /// <summary>Throws what the source has thrown.</summary>
    public void Rethrow() => _exception?.Throw();

    /// <summary>The mapping has come to be: the frames are the caller's to hold.</summary>
    public HeldFrames TakeFrames()
    {
        HeldFrames frames = _frames!;
        _frames = null;
        return frames;
    }

    public void Dispose()
    {
        _frames?.Dispose();
        if (_handle.IsAllocated)
        {
            _handle.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static vm_frame_t Next(nuint address, void* cookie) =>
        NativeBoundary.Enter<NextCallback, vm_frame_t>(
            new((FrameSourceCall)GCHandle.FromIntPtr((nint)cookie).Target!, address));

    private vm_frame_t Next(ulong address)
    {
        Frame frame = _source(new GuestAddress(address));
        var result = new vm_frame_t
        {
            cptr = frame.Capability,
            rights = NativeRights.Of(frame.Rights),
            vaddr = (nuint)address,
            size_bits = (nuint)frame.Size,
        };
        _frames!.Hold(address, frame.Capability);
        return result;
    }

    private void Capture(Exception exception)
    {
        if (_machine is null)
        {
            _exception ??= ExceptionDispatchInfo.Capture(exception);
        }
        else
        {
            _machine.CaptureFromSource(exception);
        }
    }

    private readonly struct NextCallback(FrameSourceCall call, ulong address) : INativeCallback<vm_frame_t>
    {
        public vm_frame_t Invoke() => call.Next(address);

        public vm_frame_t Fail(Exception exception)
        {
            call.Capture(exception);
            return default;
        }
    }
}
