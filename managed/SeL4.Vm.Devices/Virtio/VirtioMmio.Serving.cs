// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <content>
/// When the device serves a queue, and when the driver hears of it. What is returned while a queue is served, or by several actions that
/// were posted together, is shown at once and costs one interrupt.
/// </content>
public sealed partial class VirtioMmio
{
    private readonly Lock _gate = new();
    private readonly Action _runPosted;
    private readonly Action[] _serveAgain;
    private readonly bool[] _isServedAgain;
    private Queue<Action> _posted = new();
    private Queue<Action> _running = new();
    private int _depth;

    private bool _isInterruptHigh;

    // The one place where the register changes, and the line with it.
    private uint InterruptStatus
    {
        get => (uint)_interruptStatus.Value;
        set
        {
            if (value != _interruptStatus.Value)
            {
                _interruptStatus.Value = value;
            }

            bool isHigh = value != 0;
            if (isHigh != _isInterruptHigh)
            {
                _isInterruptHigh = isHigh;
                _interrupt?.Invoke(isHigh);
            }
        }
    }

    /// <summary>Tells the driver that the configuration changed (2.5, 4.2.2). Call it on the VM's thread.</summary>
    public void ConfigurationChanged()
    {
        // A guest that loads the configuration without exits sees all of a change, or nothing of it.
        _configGeneration.HasReadEffect = true;
        _generation++;
        _configGeneration.HasReadEffect = false;
        if ((_status & VirtioStatus.DriverOk) != 0)
        {
            InterruptStatus |= ConfigurationInterrupt;
        }
    }

    /// <inheritdoc/>
    void IVirtioTransport.Returned(VirtioQueue queue)
    {
        if (_depth == 0)
        {
            Publish();
        }
    }

    // What the queues hold is the driver's: whatever it is, it must not end the VMM.
    internal void Serve(int index)
    {
        VirtioQueue queue = _queues[index];
        if (!IsLive || !queue.IsReady)
        {
            return;
        }

        // The device has kicked the queue while it serves it: it may have looked for the last time.
        if (queue.IsServed)
        {
            ServeLater(index);
            return;
        }

        string? fault = null;
        queue.BeginServing();
        _depth++;
        try
        {
            _device.Serve(index, queue);
        }
        catch (Exception exception) when (exception is VirtioProtocolException or GuestMemoryException)
        {
            fault = $"queue {index}: {exception.Message}";
        }
        finally
        {
            _depth--;
            queue.EndServing();
        }

        EndServing(index, fault);
    }

    internal void ServeLater(int index)
    {
        if (!_isServedAgain[index])
        {
            _isServedAgain[index] = true;
            PostToMachine(_serveAgain[index]);
        }
    }

    /// <summary>Lets the VM's thread do something for the device; what several such actions return is one interrupt.</summary>
    internal void Post(Action action)
    {
        lock (_gate)
        {
            _posted.Enqueue(action);
            if (_posted.Count > 1)
            {
                return;
            }
        }

        PostToMachine(_runPosted);
    }

    private void PostToMachine(Action action)
    {
        try
        {
            _memory.Machine.Post(action);
        }
        catch (ObjectDisposedException)
        {
            // The guest is gone, and everything that it waited for.
        }
    }

    private void ServeAgain(int index)
    {
        _isServedAgain[index] = false;
        Serve(index);
    }

    private void RunPosted()
    {
        lock (_gate)
        {
            if (_running.Count == 0)
            {
                (_posted, _running) = (_running, _posted);
            }
        }

        _depth++;
        try
        {
            while (_running.TryDequeue(out Action? action))
            {
                RunGuarded(action);
            }
        }
        finally
        {
            _depth--;
            if (_running.Count > 0)
            {
                // One has thrown, which stops the VM; the others are for its next run.
                PostToMachine(_runPosted);
            }
        }

        Publish();
    }

    private void RunGuarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is VirtioProtocolException or GuestMemoryException)
        {
            RequireReset(exception.Message);
        }
    }

    private void EndServing(int index, string? fault)
    {
        if (_depth == 0)
        {
            Publish();
        }

        if (fault is not null)
        {
            RequireReset(fault);
        }
        else if (_queues[index].IsInterrupted)
        {
            ServeLater(index);
        }
    }

    private void Publish()
    {
        if (!IsLive)
        {
            return;
        }

        bool isWanted = false;
        for (int i = 0; i < _queues.Length; i++)
        {
            try
            {
                isWanted |= _queues[i].Publish();
            }
            catch (GuestMemoryException exception)
            {
                RequireReset($"queue {i}: {exception.Message}");
                return;
            }
        }

        if (isWanted)
        {
            InterruptStatus |= UsedBufferInterrupt;
        }
    }

    // Buffers may have been offered, and the device may have had something, before the driver was ready.
    private void Begin()
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            BeginQueue(i);
        }
    }

    private void BeginQueue(int index)
    {
        if (!IsLive || !_queues[index].IsReady)
        {
            return;
        }

        try
        {
            _queues[index].CheckAreas();
        }
        catch (VirtioProtocolException exception)
        {
            RequireReset($"queue {index}: {exception.Message}");
            return;
        }

        Serve(index);
    }

    private void Notify(ulong queue)
    {
        if (queue < (ulong)_queues.Length)
        {
            Serve((int)queue);
        }
    }

    // The memory of all chains is the driver's from now on, those that the device has not answered too.
    private void RequireReset(string fault)
    {
        Fault = fault;
        _status |= VirtioStatus.NeedsReset;
        AbandonChains();
        RegistersChanged();
        InterruptStatus |= ConfigurationInterrupt;
    }

    private void AbandonChains()
    {
        foreach (VirtioQueue queue in _queues)
        {
            queue.Abandon();
        }
    }
}
