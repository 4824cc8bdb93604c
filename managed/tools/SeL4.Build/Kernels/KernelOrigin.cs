// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Kernels;

/// <summary>Where the choice of a kernel came from, in the order in which they are asked.</summary>
internal enum KernelOrigin
{
    /// <summary>The option <c>--sel4-prefix</c> or <c>--kernel</c>.</summary>
    Option,

    /// <summary>The variable <c>SEL4_PREFIX</c>.</summary>
    Environment,

    /// <summary>A folder of <c>~/.sel4</c>.</summary>
    Home,

    /// <summary>The kernel of this repository, since no other was named.</summary>
    Bundled,
}
