// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>What the measured VMM is written in.</summary>
internal static class Language
{
    public const string C = "C";
    public const string CSharp = "C#";
}
