// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>C's <c>bool</c>.</summary>
internal static class NativeBool
{
    public static byte Of(bool value) => value ? (byte)1 : (byte)0;
}
