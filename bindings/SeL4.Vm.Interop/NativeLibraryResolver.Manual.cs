// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

/// <summary>Lets the bindings find the native library in a process on the host. A root task does not need it.</summary>
public static class NativeLibraryResolver
{
    private static readonly Lock Gate = new();
    private static string? _library;

    /// <summary>Binds to a shared library. To be called before the first function of the bindings is.</summary>
    /// <param name="library">The library's file, or the name by which an import of the bindings would find it.</param>
    /// <exception cref="InvalidOperationException">Another library has been chosen before.</exception>
    public static void Use(string library)
    {
        ArgumentException.ThrowIfNullOrEmpty(library);
        lock (Gate)
        {
            if (_library is null)
            {
                _library = library;
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraryResolver).Assembly, Resolve);
            }
            else if (_library != library)
            {
                throw new InvalidOperationException($"The bindings use {_library} already, not {library}.");
            }
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == NativeLibraryName.Value ? NativeLibrary.Load(_library!, assembly, null) : 0;
}
