// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.InteropServices;

namespace SeL4.NativeAot.RuntimeSupport;

/// <summary>A call of the class library to an operating system that is not there.</summary>
internal static unsafe class UnsupportedCall
{
    /// <param name="call">What was called: UTF-8 that ends with a zero byte.</param>
    [DoesNotReturn]
    [StackTraceHidden]
    [RuntimeExport("RtThrowPlatformNotSupported")]
    private static void Throw(byte* call) => throw new PlatformNotSupportedException(
        Marshal.PtrToStringUTF8((nint)call) + " is not supported in a seL4 root task.");
}
