// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Interop;

/// <summary>The native library behind the bindings.</summary>
public static class NativeLibraryName
{
    /// <summary>
    /// The name that every function is imported from. A root task links it statically
    /// (<c>--directpinvoke:sel4vm</c>); a process on the host loads a shared library of another name, which
    /// <see cref="NativeLibraryResolver"/> finds.
    /// </summary>
    public const string Value = "sel4vm";
}
