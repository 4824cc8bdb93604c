// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Protocol;

/// <summary>One test of a suite.</summary>
/// <param name="Name">Its name, without spaces.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
/// <param name="Duration">From its start to its answer, on the host's clock.</param>
public sealed record CaseResult(string Name, CaseOutcome Outcome, string Message, TimeSpan Duration);
