// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.VmSuite;

/// <summary>Maps to <c>target_op_t</c>.</summary>
internal enum PuppetOperation
{
    Idle,
    Settle,
    Call,
    Load8,
    Load16,
    Load32,
    Load64,
    Load8Signed,
    Load16Signed,
    Load32Signed,
    Store8,
    Store16,
    Store32,
    Store64,
    LoadVector,
}
