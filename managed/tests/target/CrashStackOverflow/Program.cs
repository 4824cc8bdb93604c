// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

Console.WriteLine($"depth {Recurse(0)}");

[MethodImpl(MethodImplOptions.NoInlining)]
static int Recurse(int depth) => depth < 0 ? depth : Recurse(depth + 1) + 1;
