// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.NativeAot.Checks;

/// <summary>An input that a root task cannot be made of.</summary>
/// <param name="code">Error code, <c>SEL4A0x</c> to <c>SEL4A2x</c>.</param>
/// <param name="message">What is wrong, for the author of the project.</param>
internal sealed class CheckException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
