// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>How emulated memory answers: <c>bench_answer_t</c>.</summary>
internal enum DeviceAnswer
{
    Load,
    Store,
    Ignore,
}
