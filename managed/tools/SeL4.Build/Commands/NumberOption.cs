// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SeL4.Build.Commands;

/// <summary>Options whose value is a number. A wrong value is answered with the value and what it may be.</summary>
internal static class NumberOption
{
    /// <summary>The longest time-out, a day. Timers do not count much further than a month.</summary>
    private const double MostSeconds = 24 * 60 * 60;

    /// <summary>An option for a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="requirement">The same for people.</param>
    /// <param name="aliases">Its other names.</param>
    public static Option<int?> Whole(
        string name, int least, int most, string requirement, params string[] aliases) => new(name, aliases)
        {
            CustomParser = result => Parse<int?>(
                result,
                name,
                text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                    && value >= least && value <= most ? value : null,
                requirement),
        };

    /// <summary>An option for a time-out in seconds.</summary>
    public static Option<double?> Seconds(string name) => new(name)
    {
        CustomParser = result => Parse<double?>(
            result,
            name,
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value is > 0 and <= MostSeconds ? value : null,
            $"seconds, more than 0 and not more than {MostSeconds.ToString(CultureInfo.InvariantCulture)}"),
    };

    /// <summary>An option for a time in minutes.</summary>
    public static Option<double?> Minutes(string name) => new(name)
    {
        CustomParser = result => Parse<double?>(
            result,
            name,
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value is > 0 and <= MostSeconds / 60 ? value : null,
            $"minutes, more than 0 and not more than {(MostSeconds / 60).ToString(CultureInfo.InvariantCulture)}"),
    };

    private static T? Parse<T>(ArgumentResult result, string name, Func<string, T?> read, string requirement)
    {
        if (result.Tokens.Count == 0)
        {
            return default;
        }

        string text = result.Tokens[0].Value;
        if (read(text) is { } value)
        {
            return value;
        }

        result.AddError($"{name} {text}: {requirement}");
        return default;
    }
}
