// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SeL4.Abi;

/// <summary>A set of headers and how they are compiled.</summary>
/// <param name="Headers">Paths as an include directive would have them.</param>
/// <param name="IncludeFolders">Folders to look for them in, in order.</param>
public sealed record CHeaders(IReadOnlyList<string> Headers, IReadOnlyList<string> IncludeFolders)
{
    private const string ConstantPrefix = "abi_constant_";

    /// <summary>The compiler; any clang from version 14 on.</summary>
    public string Compiler { get; init; } = "clang";

    /// <summary>Macros whose values are wanted, defined or not.</summary>
    public IReadOnlyList<string> Constants { get; init; } = [];

    /// <summary>Reads the declarations.</summary>
    /// <exception cref="AbiException">The compiler is missing or refuses the headers.</exception>
    public CDeclarations Read()
    {
        string source = Source();
        string layouts = Run(source, "-Xclang", "-fdump-record-layouts-complete");
        string ast = Run(source, "-Xclang", "-ast-dump=json", "-fparse-all-comments");
        return new AstReader(RecordLayouts.Parse(layouts), ConstantPrefix).Read(Encoding.UTF8.GetBytes(ast));
    }

    private string Source()
    {
        var text = new StringBuilder();
        foreach (string header in Headers)
        {
            text.Append("#include \"").Append(header).AppendLine("\"");
        }

        foreach (string constant in Constants)
        {
            // One that is not defined is missing from the answer, for the comparison to say so.
            text.AppendLine($"#ifdef {constant}").AppendLine($"enum {{ {ConstantPrefix}{constant} = ({constant}) }};").AppendLine("#endif");
        }

        return text.ToString();
    }

    private string Run(string source, params string[] arguments)
    {
        var start = new ProcessStartInfo(Compiler,
        [
            "--target=aarch64-none-elf", "-ffreestanding", "-fsyntax-only", "-std=gnu11", "-w",
            .. IncludeFolders.Select(folder => "-I" + folder), .. arguments, "-x", "c", "-",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(source);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new AbiException($"{Compiler} ended with status {process.ExitCode}: {errors.Result}");
        }
        catch (Win32Exception error)
        {
            throw new AbiException($"{Compiler} did not start: {error.Message}");
        }
    }
}
