// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

/// <summary>Lets the bindings find the native library in a process on the host. A root task does not need it.</summary>
public static class NativeLibraryResolver
{
    private static readonly Lock Gate = new();
    private static string? s_path;

    /// <summary>Binds to a shared library. To be called before the first function of the bindings is.</summary>
    /// <param name="path">The library's file.</param>
    /// <exception cref="InvalidOperationException">Another library has been chosen before.</exception>
    public static void Use(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (Gate)
        {
            if (s_path is null)
            {
                s_path = path;
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);
            }
            else if (s_path != path)
            {
                throw new InvalidOperationException($"The bindings use {s_path} already, not {path}.");
            }
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == NativeLibraryName.Value ? NativeLibrary.Load(s_path!) : 0;
}
