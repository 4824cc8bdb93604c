// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace System.Runtime;

/// <summary>
/// Gives a method a symbol for native code. The compiler knows the attribute by this name, in whatever assembly it is. Unlike
/// UnmanagedCallersOnly, the method is called in managed mode, and exceptions leave it.
/// </summary>
/// <param name="entryPoint">The symbol.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    public string EntryPoint { get; } = entryPoint;
}
