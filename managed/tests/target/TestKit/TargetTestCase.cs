// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;

namespace SeL4.TestKit;

/// <summary>A case as both the target and the host see it.</summary>
/// <param name="Name"><c>Class.Method</c>, without spaces.</param>
/// <param name="Method">The method to run.</param>
/// <param name="Skip">Reason for not running it.</param>
public sealed record TargetTestCase(string Name, MethodInfo Method, string? Skip)
{
    /// <summary>All cases of an assembly, in a stable order.</summary>
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(
        "Trimming",
        "IL2026",
        Justification = "The build roots test assemblies as a whole.")]
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "The build roots test assemblies as a whole.")]
    public static IReadOnlyList<TargetTestCase> Discover(Assembly assembly)
    {
        var cases = new List<TargetTestCase>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (method.GetCustomAttribute<TargetTestAttribute>() is { } attribute)
                {
                    cases.Add(new TargetTestCase($"{type.Name}.{method.Name}", method, attribute.Skip));
                }
            }
        }

        cases.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return cases;
    }
}
