// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine.Parsing;
using SeL4.Build.Commands;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests;

/// <summary>What README.md and docs say: the driver understands its commands, and the program shown is the template.</summary>
public sealed class DocumentationTests
{
    private const string Driver = "./build.sh ";

    private static Repository Repository => TestRepository.Real;

    public static TheoryData<string, string> DriverCommands()
    {
        var commands = new TheoryData<string, string>();
        foreach (string file in Documents())
        {
            foreach (string line in Block(file, "sh").Where(line => line.StartsWith(Driver, StringComparison.Ordinal)))
            {
                commands.Add(Path.GetRelativePath(Repository.Root, file), line.Split(" #")[0].Trim());
            }
        }

        return commands;
    }

    [Theory]
    [MemberData(nameof(DriverCommands))]
    public void The_driver_understands_every_command(string file, string command)
    {
        string[] arguments = [.. CommandLineParser.SplitCommandLine(command[Driver.Length..])];
        Assert.True(RootCommandFactory.Create(Repository).Parse(arguments).Errors is [], $"{file}: {command}");
    }

    [Fact]
    public void The_program_of_the_readme_is_the_template()
    {
        string template = Path.Combine(Repository.Root, "managed", "templates", "sel4-vmm", "Program.cs");
        string[] program = [.. File.ReadAllLines(template).SkipWhile(line => !line.StartsWith("using ", StringComparison.Ordinal))];
        Assert.Equal(program, Block(Path.Combine(Repository.Root, "README.md"), "csharp"));
    }

    [Fact]
    public void Links_lead_to_files()
    {
        var broken = new List<string>();
        foreach (string file in Documents())
        {
            foreach (string target in File.ReadAllText(file).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')')].Split('#')[0]))
            {
                bool isHere = target.Length == 0 || target.StartsWith("https:", StringComparison.Ordinal);
                if (!isHere && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)))
                {
                    broken.Add($"{Path.GetFileName(file)}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    private static IEnumerable<string> Documents() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Prepend(Path.Combine(Repository.Root, "README.md"));

    /// <summary>The lines of all blocks of code in a language, one after the other.</summary>
    private static IEnumerable<string> Block(string file, string language)
    {
        bool inside = false;
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == $"```{language}";
            }
            else if (inside)
            {
                yield return line;
            }
        }
    }
}
