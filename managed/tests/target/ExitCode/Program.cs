// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("handler");
Console.WriteLine("before");
Leave(42);
Console.WriteLine("after");

static void Leave(int code)
{
    try
    {
        Environment.Exit(code);
    }
    finally
    {
        Console.WriteLine("finally");
    }
}
