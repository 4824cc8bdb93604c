// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>Tests that ran in one place: on the host, or on one kernel.</summary>
/// <param name="id">Its name in files.</param>
/// <param name="title">Its name for people.</param>
internal sealed class TestGroup(string id, string title)
{
    private readonly List<TestResult> _results = [];

    public string Id => id;

    public string Title => title;

    public IReadOnlyList<TestResult> Results => _results;

    public void Add(TestResult result) => _results.Add(result);

    public void AddRange(IEnumerable<TestResult> results) => _results.AddRange(results);

    public int Count(CaseOutcome outcome) => _results.Count(r => r.Outcome == outcome);
}
