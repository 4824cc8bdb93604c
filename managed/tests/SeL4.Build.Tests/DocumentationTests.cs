// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine.Parsing;
using SeL4.Build.Commands;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests;

/// <summary>
/// What the documents say: blocks are labelled, links lead somewhere, the driver understands its commands (the end-to-end
/// tests run them), and the program shown is the template.
/// </summary>
public sealed class DocumentationTests
{
    private const string Driver = "./build.sh ";

    private static Repository Repository => TestRepository.Real;

    public static TheoryData<string, string> DriverCommands()
    {
        var commands = new TheoryData<string, string>();
        foreach (DocumentBlock block in Documents.All.SelectMany(Documents.Blocks))
        {
            foreach (string command in block.Commands.Where(c => c.StartsWith(Driver, StringComparison.Ordinal)))
            {
                commands.Add($"{block.Document}:{block.Line}", command);
            }
        }

        return commands;
    }

    [Theory]
    [MemberData(nameof(DriverCommands))]
    public void The_driver_understands_every_command(string place, string command)
    {
        string[] arguments = [.. CommandLineParser.SplitCommandLine(command[Driver.Length..])];
        Assert.True(RootCommandFactory.Create(Repository).Parse(arguments).Errors is [], $"{place}: {command}");
    }

    [Fact]
    public void Every_block_says_what_it_holds() =>
        Assert.Empty(Documents.All.SelectMany(Documents.Blocks).Where(b => b.Language.Length == 0).Select(b => $"{b.Document}:{b.Line}"));

    [Fact]
    public void The_program_of_the_readme_is_the_template()
    {
        string template = Path.Combine(Repository.Root, "managed", "templates", "sel4-vmm", "Program.cs");
        string[] program = [.. File.ReadAllLines(template).SkipWhile(line => !line.StartsWith("using ", StringComparison.Ordinal))];
        Assert.Equal(program, Documents.Blocks(Path.Combine(Repository.Root, "README.md")).Single(b => b.Language == "csharp").Lines);
    }

    // A row is: C, C#, host, target, C# tests, kernels.
    [Fact]
    public void The_table_of_the_memory_interface_names_files_that_test_it()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6)];
        Assert.True(rows.Length > 20);
        Assert.All(rows, cells =>
        {
            string function = cells[0].Trim('`');
            Assert.Contains(function, Source("native/tests/libsel4vm", $"test_{cells[2]}.c"));
            Assert.Contains(function, Source("native/tests/target/sel4vm-memory", $"test_{cells[3]}.c"));
            Assert.True(cells[4] == "all" || Source("managed/tests/SeL4.Vm.Tests", $"{cells[4]}Tests.cs").Length > 0);
            Assert.Equal("both", cells[5]);
        });
    }

    private static string Source(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [Fact]
    public void Links_lead_to_files()
    {
        var broken = new List<string>();
        foreach (string file in Documents.All)
        {
            foreach (string target in File.ReadAllText(file).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')')].Split('#')[0]))
            {
                bool isHere = target.Length == 0 || target.StartsWith("https:", StringComparison.Ordinal);
                if (!isHere && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)))
                {
                    broken.Add($"{file}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }
}
