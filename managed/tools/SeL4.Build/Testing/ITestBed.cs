// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>Where the images of a kernel are run.</summary>
internal interface ITestBed
{
    /// <summary>Checks that the kernel can run there; called once, before any image.</summary>
    /// <exception cref="UnfitKernelException">It cannot.</exception>
    void Take(Repository repository, KernelPrefix kernel);

    /// <summary>What QEMU is, once a kernel was taken; <see langword="null"/> where QEMU runs nothing.</summary>
    Machine? Emulated { get; }

    /// <summary>How many images may run side by side when <paramref name="jobs"/> things may.</summary>
    int SideBySide(int jobs);

    /// <summary>Why an image cannot run there, or <see langword="null"/>.</summary>
    string? Refuses(BootImage image);

    /// <summary>Runs an image.</summary>
    Task<RunOutcome> RunAsync(BootImage image, string log, CancellationToken cancellation);
}
