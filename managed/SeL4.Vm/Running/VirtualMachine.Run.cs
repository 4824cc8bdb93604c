// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>Running.</content>
public sealed unsafe partial class VirtualMachine
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<MemoryReservation> _deferred = [];
    private ExceptionDispatchInfo? _exception;
    private bool _running;
    private int _run; // number of the run; what was posted to cancel one has no effect on another
    private bool _cancelled;

    /// <summary>The VM is inside <see cref="Run"/>.</summary>
    public bool IsRunning => Volatile.Read(ref _running);

    /// <summary>Why the last <see cref="Run"/> ended; after one that was cancelled, <see cref="StopReason.Requested"/>.</summary>
    /// <remarks>Maps to <c>vm_get_stop</c>.</remarks>
    public VmStop LastStop => new(*GuestVmExtNative.vm_get_stop(Native));

    /// <summary>
    /// Runs the VM: waits for what its guest does and lets handlers answer, until it stops. It can be run again
    /// afterwards; the vCPU that stopped it goes on where it was.
    /// </summary>
    /// <param name="cancellationToken">
    /// Any thread may cancel: the VM stops between two events of its guest, after the actions posted before. It can be run
    /// again, and the guest has lost nothing. The token has no effect on a run that has stopped for another reason by then.
    /// </param>
    /// <returns>Why it stopped.</returns>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    /// <exception cref="InvalidOperationException">It is running already, or the thread runs another VM.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled, before the call, in which case the guest has not moved, or during it.
    /// </exception>
    /// <exception cref="VirtualMachineException">It could not be run: the guest has not moved.</exception>
    /// <remarks>Maps to <c>vm_run</c> and <c>vm_get_stop</c>. What a handler throws stops the VM and comes out of here with its stack trace.</remarks>
    public VmStop Run(CancellationToken cancellationToken = default)
    {
        Claim();
        return RunClaimed(cancellationToken);
    }

    /// <summary>Lets <see cref="Run"/> end after the event that is being handled. Called by a handler, or before running.</summary>
    /// <param name="value">Comes back in <see cref="VmStop.Value"/>.</param>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    /// <remarks>Maps to <c>vm_stop</c>. Another thread cancels the token of <see cref="Run"/>, or uses <c>Post(() => machine.Stop())</c>.</remarks>
    public void Stop(ulong value = 0) => Check(GuestVmExtNative.vm_stop(Native, value));

    /// <summary>
    /// Lets the thread that runs the VM do something, between two events of the guest; or at the next
    /// <see cref="Run"/>. Any thread may call it, and it does not wait. The guest waits while actions are left.
    /// </summary>
    /// <param name="action">
    /// What to do. What it throws stops the VM and comes out of <see cref="Run"/>; the actions behind it are done by the next one.
    /// What it posts is done after what has been posted by now, and after a stop that is due.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is <see langword="null"/>.</exception>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    public void Post(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ObjectDisposedException.ThrowIf(!TryPost(action), this);
    }

    /// <summary>Remembers what a handler threw, for <see cref="Run"/> to throw; the first one counts.</summary>
    /// <returns>False, the answer that lets the VM stop.</returns>
    internal bool Capture(Exception exception)
    {
        _exception ??= ExceptionDispatchInfo.Capture(exception);
        return false;
    }

    /// <summary>The same for a callback whose answer cannot stop the VM.</summary>
    internal bool CaptureAndStop(Exception exception)
    {
        _ = GuestVmExtNative.vm_stop(_vm, 0);
        return Capture(exception);
    }

    /// <summary>Reservations that were disposed of inside their own handlers are still there.</summary>
    internal bool HasDeferredReleases => _deferred.Count != 0;

    /// <summary>A reservation was disposed of inside its own handler.</summary>
    internal void ReleaseLater(MemoryReservation reservation) => _deferred.Add(reservation);

    /// <summary>Gives back what was disposed of inside its own handler, where that has returned by now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReleaseDeferred()
    {
        if (_deferred.Count != 0)
        {
            ReleaseReturned();
        }
    }

    private void ReleaseReturned()
    {
        for (int i = _deferred.Count - 1; i >= 0; i--)
        {
            if (_deferred[i].TryRelease())
            {
                _deferred.RemoveAt(i);
            }
        }
    }

    private bool TryPost(Action action)
    {
        lock (_gate)
        {
            if (!IsDisposed)
            {
                _posted.Enqueue(action);
                ShimVmNative.shim_vm_signal(_vm);
            }

            return !IsDisposed;
        }
    }

    private VmStop RunClaimed(CancellationToken cancellationToken)
    {
        try
        {
            TakeClaim();
            cancellationToken.ThrowIfCancellationRequested();
            using CancellationTokenRegistration registration = StopWhenCancelled(cancellationToken);
            VmStop stop = RunToStop();
            return _cancelled && stop.Reason == StopReason.Requested
                ? throw new OperationCanceledException($"The run of {Name} was cancelled.", cancellationToken)
                : stop;
        }
        finally
        {
            EndClaim();
        }
    }

    private CancellationTokenRegistration StopWhenCancelled(CancellationToken cancellationToken)
    {
        _run++;
        _cancelled = false;
        return cancellationToken.CanBeCanceled ? Register(_run, cancellationToken) : default;
    }

    private CancellationTokenRegistration Register(int run, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(_ => TryPost(() => Cancel(run)), null);

    private void Cancel(int run)
    {
        if (run == _run)
        {
            _cancelled = true;
            Stop();
        }
    }

    private VmStop RunToStop()
    {
        int result;
        VmStop stop;
        VmError? error;
        using (Calling())
        {
            result = RunNative(_vm);
            ReleaseDeferred();
            stop = new VmStop(*GuestVmExtNative.vm_get_stop(_vm));
            error = result == 0 ? null : NativeErrors.LastOfNumber(_vm);
        }

        ExceptionDispatchInfo? exception = _exception;
        _exception = null;
        exception?.Throw();
        if (result == ShimVmNative.SHIM_RUN_NOT_BOUND)
        {
            throw new InvalidOperationException($"This thread cannot run {Name}: it runs another VM, or waits for notifications.");
        }

        if (result <= ShimVmNative.SHIM_RUN_KERNEL_ERROR)
        {
            var answer = (KernelError)(ShimVmNative.SHIM_RUN_KERNEL_ERROR - result);
            VmErrorCode code = answer == KernelError.NotEnoughMemory ? VmErrorCode.OutOfMemory : VmErrorCode.Kernel;
            throw new VirtualMachineException(new VmError.Failure(code, "seL4_TCB_BindNotification", answer));
        }

        return error is null || stop.Reason != StopReason.None ? stop : throw new VirtualMachineException(error);
    }

    private int RunNative(vm_t* vm)
    {
        Volatile.Write(ref _running, true);
        try
        {
            return ShimVmNative.shim_vm_run(vm);
        }
        finally
        {
            Volatile.Write(ref _running, false);
        }
    }
}
