// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

try
{
    Thrower(1);
}
finally
{
    Console.WriteLine("a finally block of a program that dies does not run");
}

[MethodImpl(MethodImplOptions.NoInlining)]
static void Thrower(int n) => throw new InvalidOperationException(n == 1 ? "nobody catches this" : "");
