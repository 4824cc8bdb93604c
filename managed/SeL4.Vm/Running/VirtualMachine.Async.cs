// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <content>Running on a thread of its own, and disposal from another thread than the one that runs the VM.</content>
public sealed partial class VirtualMachine
{
    private readonly Lock _gate = new(); // also keeps the VM from going while another thread posts to it
    private bool _claimed;               // a run has begun, or is about to on a thread of its own
    private int _runThread;              // managed thread id; 0 until that thread is there
    private TaskCompletionSource? _runEnded;

    /// <summary>Runs the VM as <see cref="Run"/> does, on a thread of its own.</summary>
    /// <param name="cancellationToken">As in <see cref="Run"/>.</param>
    /// <returns>
    /// Why it stopped. What a handler throws, and what <see cref="Run"/> itself throws, is the exception of the task; a token that was
    /// cancelled makes it a cancelled task. Until it is complete, handlers run on that thread, and other threads may call
    /// <see cref="Post"/>, <see cref="Dispose"/> and <see cref="DisposeAsync"/>.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    /// <exception cref="InvalidOperationException">It is running already.</exception>
    public Task<VmStop> RunAsync(CancellationToken cancellationToken = default)
    {
        Claim();
        return RunOnItsThreadAsync(cancellationToken);
    }

    /// <summary>
    /// Takes the VM apart with everything that belongs to it: vCPUs, reservations, RAM. Doing it again has no effect.
    /// <list type="bullet">
    /// <item>While another thread runs the VM, this stops the run, waits for its end, and then takes the VM apart. The run answers
    /// <see cref="StopReason.Requested"/>.</item>
    /// <item>Inside a callback of the VM, handlers as well as frame sources and visitors, it does not wait: the VM is taken apart when the
    /// call that calls back has returned: <see cref="Run"/>, which stops, a copy, a mapping, a walk.</item>
    /// </list>
    /// </summary>
    /// <exception cref="VirtualMachineException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_destroy</c>; where the VM runs to <c>vm_stop</c> first.</remarks>
    public void Dispose()
    {
        while (StopOtherThread() is { } ended)
        {
            ended.GetAwaiter().GetResult();
        }

        DisposeOnThisThread();
    }

    /// <summary>Takes the VM apart as <see cref="Dispose"/> does, without keeping the calling thread while the run ends.</summary>
    /// <returns>Complete when the VM has been taken apart; inside a callback of the VM, when that has been asked for.</returns>
    /// <exception cref="VirtualMachineException">The kernel refused.</exception>
    /// <remarks>Maps to <c>vm_destroy</c>; where the VM runs to <c>vm_stop</c> first.</remarks>
    public async ValueTask DisposeAsync()
    {
        while (StopOtherThread() is { } ended)
        {
            await ended.ConfigureAwait(false);
        }

        DisposeOnThisThread();
    }

    private async Task<VmStop> RunOnItsThreadAsync(CancellationToken cancellationToken)
    {
        Task<VmStop> run;
        try
        {
            run = Task.Factory.StartNew(
                () => RunClaimed(cancellationToken),
                CancellationToken.None, // a run that has been claimed ends its claim itself
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);
        }
        catch
        {
            EndClaim();
            throw;
        }

        return await run.ConfigureAwait(false);
    }

    private void Claim()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (_claimed)
            {
                throw new InvalidOperationException($"{Name} is running.");
            }

            _claimed = true;
        }
    }

    private void TakeClaim()
    {
        lock (_gate)
        {
            _runThread = Environment.CurrentManagedThreadId;
        }
    }

    private void EndClaim()
    {
        TaskCompletionSource? ended;
        lock (_gate)
        {
            _claimed = false;
            _runThread = 0;
            ended = _runEnded;
            _runEnded = null;
        }

        ended?.SetResult();
    }

    /// <summary>Asks a run on another thread to end with the VM taken apart.</summary>
    /// <returns>The end of the run; <see langword="null"/> when there is none on another thread.</returns>
    private Task? StopOtherThread()
    {
        lock (_gate)
        {
            if (!_claimed || _runThread == Environment.CurrentManagedThreadId || !TryPost(DisposeOnThisThread))
            {
                return null;
            }

            _runEnded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _runEnded.Task;
        }
    }
}
