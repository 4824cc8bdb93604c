// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Protocol;

/// <summary>How a test ended.</summary>
public enum CaseOutcome
{
    /// <summary>The test held.</summary>
    Passed,

    /// <summary>The test did not hold, or never answered.</summary>
    Failed,

    /// <summary>The test could not run here, and says why.</summary>
    Skipped,
}
