// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Tests.Support;

/// <summary>The repository that these tests were built from.</summary>
internal static class TestRepository
{
    public static Repository Real { get; } = Repository.Find(AppContext.BaseDirectory);
}
