// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Bench;

/// <summary>Runs rounds and prints a line for each result, <c>BENCH</c> and a JSON object, for the build driver to read.</summary>
internal static class Report
{
    private const int Rounds = 5;

    /// <summary>Measures instructions: one round to warm up, then those that count.</summary>
    /// <param name="round">Runs it and returns the instructions of one repetition.</param>
    public static double Instructions(string name, string language, Parameter[] parameters, Func<double> round)
    {
        _ = round();
        double[] values = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            values[i] = round();
        }

        Array.Sort(values);
        Print(name, language, parameters, "instructions", values[Rounds / 2], values[0], values[^1]);
        return values[Rounds / 2];
    }

    /// <summary>A result that does not vary.</summary>
    public static void Value(string name, string language, Parameter[] parameters, string unit, double value) =>
        Print(name, language, parameters, unit, value, value, value);

    private static void Print(
        string name, string language, Parameter[] parameters, string unit, double value, double min, double max)
    {
        string pairs = string.Join(',', parameters.Select(p => $"\"{p.Name}\":\"{p.Value}\""));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"BENCH {{\"name\":\"{name}\",\"language\":\"{language}\",\"parameters\":{{{pairs}}},\"unit\":\"{unit}\",\"value\":{value:0.##},\"min\":{min:0.##},\"max\":{max:0.##}}}"));
    }
}
