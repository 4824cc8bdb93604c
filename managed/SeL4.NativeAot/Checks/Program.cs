// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.NativeAot.Checks;

const string Usage = """
    usage: SeL4.NativeAot.Checks corelib --in CORELIB --numbers CORELIB.H
           SeL4.NativeAot.Checks object --in APP.o --exports LIST [--optimized true|false]
    """;

try
{
    return Run(args);
}
catch (CheckException e)
{
    // The canonical format that MSBuild's Exec task turns into an error of the build.
    Console.Error.WriteLine($"SeL4.NativeAot : error {e.Code}: {e.Message}");
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
{
    Console.Error.WriteLine($"SeL4.NativeAot : error SEL4A03: {e.Message}");
    return 1;
}

static int Run(string[] args)
{
    if (args.Length == 0)
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    var options = ParseOptions(args.AsSpan(1));
    switch (args[0])
    {
        case "corelib":
            CoreLibCheck.Verify(Required(options, "in"), Required(options, "numbers"));
            return 0;
        case "object":
            ObjectGate.Verify(
                Required(options, "in"),
                Required(options, "exports"),
                options.GetValueOrDefault("optimized", "true") == "true");
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

static Dictionary<string, string> ParseOptions(ReadOnlySpan<string> args)
{
    var options = new Dictionary<string, string>();
    for (var i = 0; i < args.Length; i += 2)
    {
        if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 >= args.Length)
        {
            throw new CheckException("SEL4A01", $"option '{args[i]}' is not of the form --name value");
        }

        options[args[i][2..]] = args[i + 1];
    }

    return options;
}

static string Required(Dictionary<string, string> options, string name) =>
    options.TryGetValue(name, out var value)
        ? value
        : throw new CheckException("SEL4A01", $"option --{name} is missing");
