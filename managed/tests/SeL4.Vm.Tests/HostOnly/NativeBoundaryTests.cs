// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Tests;

/// <summary>No exception crosses into C. On the host only: it reads the code of the library.</summary>
public sealed class NativeBoundaryTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void NoFunctionThatCCallsLetsAnExceptionOut()
    {
        MethodInfo[] entries =
        [
            .. typeof(VirtualMachine).Assembly.GetTypes().SelectMany(t => t.GetMethods(Declared))
                .Where(m => m.GetCustomAttribute<UnmanagedCallersOnlyAttribute>() is not null),
        ];
        Assert.NotEmpty(entries);
        Assert.All(entries, e => Assert.True(EntersByTheBoundary(e) || Catches(e)));
    }

    private static bool EntersByTheBoundary(MethodInfo method) => MethodCalls.Of(method).Any(m => m.DeclaringType?.Name == "NativeBoundary");

    private static bool Catches(MethodInfo method) => method.GetMethodBody()!.ExceptionHandlingClauses
        .Any(c => c.Flags == ExceptionHandlingClauseOptions.Clause && c.CatchType == typeof(Exception));
}
