// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What became of a <see cref="TraceEvent"/>.</summary>
/// <remarks>Maps to <c>vm_trace_answer_t</c>.</remarks>
public enum TraceAnswer
{
    /// <summary>It was handled.</summary>
    Handled,

    /// <summary>A handler let the guest go on without an effect.</summary>
    Ignored,

    /// <summary>The guest repeats the instruction, because a handler wanted that.</summary>
    Restarted,

    /// <summary>The page was mapped, and the guest repeats the instruction.</summary>
    Mapped,

    /// <summary>The page's use was noted, and the guest repeats the instruction.</summary>
    Tracked,

    /// <summary>Nothing is wrong any more, and the guest repeats the instruction.</summary>
    Stale,

    /// <summary>The instruction has no effect here (cache maintenance, prefetch).</summary>
    Skipped,

    /// <summary>The guest takes an abort.</summary>
    Aborted,

    /// <summary>The vCPU waits for an interrupt.</summary>
    Waits,

    /// <summary>The vCPU is off.</summary>
    Off,

    /// <summary>The VM stops.</summary>
    Stopped,
}
