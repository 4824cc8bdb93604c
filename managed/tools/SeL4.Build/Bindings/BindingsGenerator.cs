// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Abi;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Bindings;

/// <summary>Generates bindings, their documentation and their size tests into memory.</summary>
internal sealed class BindingsGenerator
{
    private readonly BuildContext _context;
    private readonly StepProgress _progress;
    private readonly string _log;
    private readonly string _work;

    private BindingsGenerator(BuildContext context, StepProgress progress)
    {
        _context = context;
        _progress = progress;
        _log = context.Repository.NewLog("bindings");
        _work = Path.Combine(context.Repository.Output, "bindings", "work");
    }

    /// <summary>Generates everything.</summary>
    public static async Task<GeneratedFiles> RunAsync(BuildContext context, StepProgress progress)
    {
        var generator = new BindingsGenerator(context, progress);
        ClangSharpTool tool = await ClangSharpTool.FindAsync(context, generator._log, progress);
        await generator.ConfigureAsync();
        if (Directory.Exists(generator._work))
        {
            Directory.Delete(generator._work, recursive: true);
        }

        ResponseFile[] files = [.. ResponseFile.All(context.Repository.Root)];
        var bindings = new BindingMerge();
        var tests = new BindingMerge();
        foreach (ResponseFile file in files)
        {
            await generator.GenerateAsync(tool, file, bindings, tests);
        }

        return generator.Collect(files, bindings, tests);
    }

    private async Task ConfigureAsync()
    {
        string root = _context.Repository.Root;
        string script = Path.Combine(root, "out", "bindings", "configure.cmake");
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        await File.WriteAllTextAsync(script, $"""
            include("{root}/{BindingsLayout.Libsel4}/libsel4.cmake")
            libsel4_configure("{root}/{BindingsLayout.Configuration}" OFF)
            """);
        await RunAsync(new CommandLine("cmake", "-P", script));
    }

    private async Task GenerateAsync(ClangSharpTool tool, ResponseFile file, BindingMerge bindings, BindingMerge tests)
    {
        string output = Path.Combine(_work, file.Name);
        await RunAsync(tool.Command("@" + file.Path, "--output", output));
        bindings.Add(output);

        // Tests are only generated without disable-runtime-marshalling.
        string testOutput = Path.Combine(_work, file.Name + ".tests");
        await RunAsync(tool.Command(
            "@" + file.Path, "--generate", "disable-runtime-marshalling=false", "doc-includes=false", "tests-xunit",
            "--output", Path.Combine(_work, file.Name + ".unused"), "--test-output", testOutput));
        if (Directory.Exists(testOutput))
        {
            tests.Add(testOutput);
        }
    }

    private GeneratedFiles Collect(ResponseFile[] files, BindingMerge bindings, BindingMerge tests)
    {
        string root = _context.Repository.Root;
        var headers = new CHeaders(
            [.. files.Select(f => Path.Combine(root, f.Header))],
            [.. BindingsLayout.IncludeFolders.Select(f => Path.Combine(root, f))]);
        var documentation = new BindingDocumentation(headers.Read(), headers.Headers);
        var result = new GeneratedFiles(root, [BindingsLayout.Generated, BindingsLayout.GeneratedTests]);
        var code = bindings.Files.ToDictionary(f => f.Key, f => BindingDocumentation.Redirect(f.Value));
        foreach ((string name, string text) in code)
        {
            result.Add($"{BindingsLayout.Generated}/{name}", text);
        }

        result.Add($"{BindingsLayout.Generated}/{BindingsLayout.DocumentationFile}", documentation.Write([.. code.Values]));
        foreach ((string name, string text) in tests.Files)
        {
            result.Add($"{BindingsLayout.GeneratedTests}/{name}", text);
        }

        return result;
    }

    private Task RunAsync(CommandLine command) => _context.Runner.RunAsync(
        command with { WorkingDirectory = _context.Repository.Root }, _log, _progress, _context.Cancellation);
}
