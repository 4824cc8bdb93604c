// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Abi;

/// <summary>A documentation comment.</summary>
/// <param name="Summary">What it says, a paragraph each.</param>
/// <param name="Parameters">What it says of each parameter.</param>
/// <param name="Returns">What it says of the result, or <see langword="null"/>.</param>
public sealed record CComment(
    IReadOnlyList<string> Summary, IReadOnlyDictionary<string, string> Parameters, string? Returns);
