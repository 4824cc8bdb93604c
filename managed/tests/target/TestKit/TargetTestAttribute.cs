// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.TestKit;

/// <summary>
/// Marks a method as a test case, or as one for each row that a <see cref="TargetTestDataAttribute"/> gives. A method of an
/// instance gets a fresh one, which is disposed of afterwards. It may return <see cref="Task"/>. The target runs it; the
/// host's test project finds the same methods and reports each under its name, <c>Class.Method</c> and the row.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public class TargetTestAttribute : Attribute
{
    /// <summary>Why the case does not run; <see langword="null"/> when it does.</summary>
    public string? Skip { get; init; }
}
