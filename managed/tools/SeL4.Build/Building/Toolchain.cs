// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Building;

/// <summary>The compiler for the target.</summary>
internal static class Toolchain
{
    public static string File(Repository repository) =>
        Path.Combine(repository.NativeSources("cmake"), "aarch64-gcc.cmake");

    public static string BuildType(bool debug) => debug ? "Debug" : "Release";
}
