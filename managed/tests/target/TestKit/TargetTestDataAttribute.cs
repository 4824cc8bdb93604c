// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.TestKit;

/// <summary>Gives a test method arguments.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class TargetTestDataAttribute : Attribute
{
    /// <summary>The rows of arguments.</summary>
    /// <param name="type">The class of the test.</param>
    public abstract IEnumerable<object?[]> GetRows(Type type);
}
