// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>What distinguishes benchmarks of one name.</summary>
internal readonly record struct Parameter(string Name, string Value)
{
    public static implicit operator Parameter((string Name, string Value) pair) => new(pair.Name, pair.Value);
}
