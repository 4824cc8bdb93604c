// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using Spectre.Console;

namespace SeL4.Build.Reporting;

/// <summary>Makes the console that everything is printed on.</summary>
internal static class ConsoleFactory
{
    // Without a terminal nothing says how wide a line may be; nothing may be broken at 80 columns then.
    private const int WidthWithoutTerminal = 10_000;

    public static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
            console.Profile.Capabilities.Interactive = false;
            console.Profile.Capabilities.Ansi = false;
        }

        return console;
    }
}
