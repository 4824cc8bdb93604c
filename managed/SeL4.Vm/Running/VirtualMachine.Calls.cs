// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.ExceptionServices;

namespace SeL4.Vm;

/// <content>Native calls that call back, of which <see cref="Run"/> is one.</content>
public sealed unsafe partial class VirtualMachine
{
    private int _calls;
    private bool _disposeAfterCalls;
    private ExceptionDispatchInfo? _sourceException;

    /// <summary>Enters native code that may call back.</summary>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    internal NativeCall Calling() => new(this);

    internal void BeginCall()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_calls == 0)
        {
            ReleaseDeferred();
        }

        _calls++;
        _sourceException = null;
    }

    internal void EndCall()
    {
        if (--_calls == 0 && _disposeAfterCalls)
        {
            Destroy();
        }
    }

    /// <summary>Remembers what the source of a deferred mapping threw: for <see cref="Run"/>, or for the call that needed the page.</summary>
    internal void CaptureFromSource(Exception exception)
    {
        if (_running)
        {
            CaptureAndStop(exception);
        }
        else
        {
            _sourceException = ExceptionDispatchInfo.Capture(exception);
        }
    }

    internal void RethrowFromSource()
    {
        ExceptionDispatchInfo? exception = _sourceException;
        _sourceException = null;
        exception?.Throw();
    }
}
