// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;

namespace SeL4.NativeAot.Tests;

/// <summary>What root tasks are compiled from.</summary>
internal static class Inputs
{
    /// <summary>The repository's root.</summary>
    public static string Repository { get; } = Path.GetFullPath(Value("RepositoryRoot"));

    /// <summary>System.Private.CoreLib.dll of the pinned runtime pack.</summary>
    public static string CoreLib { get; } = Value("CoreLib");

    /// <summary>The numbers that the native runtime is built with.</summary>
    public static string Numbers { get; } = Path.Combine(Repository, "native/runtime/include/runtime/corelib.h");

    /// <summary>What the native runtime supplies.</summary>
    public static string Exports { get; } = Path.Combine(Repository, "native/runtime/exports.def");

    /// <summary>The assembly with the managed part of the runtime.</summary>
    public static string RuntimeSupport { get; } = Value("RuntimeSupport");

    private static string Value(string key) => typeof(Inputs).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
