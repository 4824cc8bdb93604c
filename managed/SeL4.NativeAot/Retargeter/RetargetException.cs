// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.NativeAot.Retargeter;

/// <summary>A check failed: the input is not what this tool was verified with. Reported as one MSBuild error.</summary>
/// <param name="code">Stable code shown in the error, for example <c>SEL4A01</c>.</param>
/// <param name="message">What was expected, what was found.</param>
internal sealed class RetargetException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
