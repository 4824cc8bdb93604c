// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Abi;

/// <summary>The headers could not be read.</summary>
public sealed class AbiException : Exception
{
    /// <summary>Makes one.</summary>
    public AbiException(string message)
        : base(message)
    {
    }
}
