// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Testing;

/// <summary>Something that builds and runs the tests of one group.</summary>
internal interface ITestSource
{
    /// <summary>The group, empty before <see cref="RunAsync"/>.</summary>
    TestGroup Group { get; }

    /// <summary>Builds what is needed, runs the tests that the filter accepts, and fills the group.</summary>
    Task RunAsync(BuildContext context, TestFilter filter);
}
