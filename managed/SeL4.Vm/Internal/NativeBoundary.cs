// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

namespace SeL4.Vm;

/// <summary>What C asks managed code to do.</summary>
/// <typeparam name="TResult">The answer.</typeparam>
internal interface INativeCallback<TResult>
{
    /// <summary>Does it. It may throw.</summary>
    TResult Invoke();

    /// <summary>Keeps what <see cref="Invoke"/> threw for managed code that will throw it again, and answers that it failed.</summary>
    TResult Fail(Exception exception);
}

/// <summary>The way from C into managed code. C has no frames that an exception could pass: none goes further than here.</summary>
internal static class NativeBoundary
{
    /// <summary>Runs a callback. A structure for each kind lets the compiler call it directly, with nothing allocated.</summary>
    [SkipLocalsInit]
    public static TResult Enter<TCallback, TResult>(TCallback callback)
        where TCallback : struct, INativeCallback<TResult>
    {
        try
        {
            return callback.Invoke();
        }
#pragma warning disable CA1031 // Whatever it is, it must not reach C.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return callback.Fail(exception);
        }
    }
}
