// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Kernels;

/// <summary>A kernel prefix that SeL4.Vm cannot use. The message is one line and names the option to change.</summary>
internal sealed class UnfitKernelException : Exception
{
    public UnfitKernelException(string prefix, string reason)
        : base($"the kernel at {prefix} does not fit: {reason}")
    {
    }
}
