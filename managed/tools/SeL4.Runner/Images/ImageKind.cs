// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Images;

/// <summary>What an image is for, and so what its run must show.</summary>
public enum ImageKind
{
    /// <summary>A program: its output and its exit code are checked.</summary>
    Sample,

    /// <summary>A test suite: each of its tests counts.</summary>
    Suite,

    /// <summary>A program that is meant to end badly, and to say so.</summary>
    Crash,
}
