// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Guests;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>Guests of random instructions, as the image <see cref="Suite"/> runs them for a while.</summary>
/// <param name="Minutes">How long.</param>
/// <param name="Seed">Of the first guest; the others follow.</param>
/// <param name="EveryRegister">The kernel keeps every system register of a guest to that guest.</param>
internal sealed record Soak(double Minutes, ulong Seed, bool EveryRegister)
{
    /// <summary>The image, and its suite.</summary>
    public const string Suite = "soak";

    private const string Line = "soak: ";
    private const string SeedLine = Line + "seed ";

    // To boot, and to end the last guest.
    private const double MoreSeconds = 60;

    /// <summary>After so many seconds, the run hangs.</summary>
    public double TotalSeconds => (Minutes * 60) + MoreSeconds;

    /// <summary>The arguments that let QEMU put a <see cref="SoakOrder"/> into memory.</summary>
    public IReadOnlyList<string> QemuArguments =>
    [
        .. new[] { SoakOrder.ExpectedMagic, Seed, (ulong)(Minutes * 60_000), EveryRegister ? 1ul : 0 }.SelectMany((value, i) => new[]
        {
            "-device",
            string.Create(
                CultureInfo.InvariantCulture,
                $"loader,addr=0x{ParcelHeader.Address + (ulong)(i * sizeof(ulong)):x},data=0x{value:x},data-len={sizeof(ulong)}"),
        }),
    ];

    /// <summary>What a run came to, in a line: its own account, or the seed that ended it.</summary>
    public static string Result(RunOutcome outcome)
    {
        string[] lines = [.. outcome.Text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(Line, StringComparison.Ordinal))];
        string? account = lines.LastOrDefault(line => !line.StartsWith(SeedLine, StringComparison.Ordinal));
        return account ?? (lines.Length == 0
            ? "soak: no guest has run"
            : $"soak: ended by seed {lines[^1][SeedLine.Length..]}: --soak 0.1 --seed {lines[^1][SeedLine.Length..]} repeats it");
    }
}
