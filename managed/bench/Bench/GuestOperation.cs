// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>What a guest can be told to do: <c>bench_operation_t</c>.</summary>
internal enum GuestOperation
{
    Load,
    Store,
    Call,
    CallWithInterrupts,
    Scatter,
    SetUpInterrupts,
    TakeTimer,
    TurnTranslationOn,
}
