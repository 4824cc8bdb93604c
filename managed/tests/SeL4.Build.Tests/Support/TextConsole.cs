// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using Spectre.Console;

namespace SeL4.Build.Tests.Support;

/// <summary>A console without a terminal that keeps what it is told.</summary>
internal sealed class TextConsole
{
    private readonly StringWriter _text = new();

    public TextConsole()
    {
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_text),
        });
        Console.Profile.Width = 160;
    }

    public IAnsiConsole Console { get; }

    public string Text => _text.ToString();
}
