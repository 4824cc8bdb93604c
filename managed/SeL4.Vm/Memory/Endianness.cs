// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Order of the bytes of an integer in memory.</summary>
public enum Endianness
{
    /// <summary>The least significant byte comes first.</summary>
    Little,

    /// <summary>The most significant byte comes first.</summary>
    Big,
}
