// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>A disk that answers when the test says so, fails when it is told to, and remembers what it was asked for.</summary>
internal sealed class TestDisk(int length) : IDisk
{
    private readonly MemoryDisk _contents = new(length);
    private readonly List<Pending> _pending = [];

    public List<string> Log { get; } = [];

    /// <summary>Requests wait for <see cref="Answer"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>What the next request ends with.</summary>
    public IOException? Failure { get; set; }

    public int PendingCount => _pending.Count;

    public long Length => _contents.Length;

    public bool IsReadOnly => false;

    public bool CanDiscard => true;

    public DiskTopology Topology { get; init; } = DiskTopology.Default;

    public ValueTask ReadAsync(long offset, Memory<byte> destination) =>
        Do($"read {offset}+{destination.Length}", () => _contents.ReadAsync(offset, destination));

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> source) =>
        Do($"write {offset}+{source.Length}", () => _contents.WriteAsync(offset, source));

    public ValueTask FlushAsync() => Do("flush", () => default);

    public ValueTask DiscardAsync(long offset, long length) => Do($"discard {offset}+{length}", () => default);

    public ValueTask WriteZeroesAsync(long offset, long length, bool mayDiscard) =>
        Do($"zero {offset}+{length} {mayDiscard}", () => _contents.WriteZeroesAsync(offset, length, mayDiscard));

    /// <summary>Answers one of the requests that wait.</summary>
    public void Answer(int index = 0)
    {
        (Func<ValueTask> action, TaskCompletionSource done) = _pending[index];
        _pending.RemoveAt(index);
        if (Failure is { } failure)
        {
            Failure = null;
            done.SetException(failure);
            return;
        }

        action();
        done.SetResult();
    }

    private ValueTask Do(string what, Func<ValueTask> action)
    {
        Log.Add(what);
        if (IsSlow)
        {
            var pending = new Pending(action, new TaskCompletionSource());
            _pending.Add(pending);
            return new ValueTask(pending.Done.Task);
        }

        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        return action();
    }

    private sealed record Pending(Func<ValueTask> Action, TaskCompletionSource Done);
}
