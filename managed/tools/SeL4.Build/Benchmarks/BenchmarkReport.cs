// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.Encodings.Web;
using System.Text.Json;

namespace SeL4.Build.Benchmarks;

/// <summary>The figures of one run, and what they are of.</summary>
internal sealed record BenchmarkReport
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // "C#" stays readable
    };

    /// <summary>The kernel's identifier.</summary>
    public required string Kernel { get; init; }

    /// <summary>Its build: <c>debug</c> or <c>release</c>.</summary>
    public required string Build { get; init; }

    /// <summary>The CPU model.</summary>
    public required string Cpu { get; init; }

    /// <summary>How long the run took, on the machine that it was made on: says nothing about the product.</summary>
    public double SecondsOnThisMachine { get; init; }

    /// <summary>The figures.</summary>
    public required IReadOnlyList<BenchmarkResult> Benchmarks { get; init; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is something else.</exception>
    public static BenchmarkReport Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchmarkReport>(File.ReadAllText(path), JsonOptions)
                ?? throw new UserErrorException($"{path}: the file is empty");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UserErrorException($"{path}: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The lines of an image's output that hold figures.</summary>
    /// <exception cref="UserErrorException">A line is broken, or there is none.</exception>
    public static IReadOnlyList<BenchmarkResult> ReadOutput(string text)
    {
        const string Mark = "BENCH ";
        List<BenchmarkResult> results = [];
        foreach (string line in text.Split('\n').Where(l => l.StartsWith(Mark, StringComparison.Ordinal)))
        {
            try
            {
                results.Add(JsonSerializer.Deserialize<BenchmarkResult>(line[Mark.Length..], JsonOptions)!);
            }
            catch (JsonException error)
            {
                throw new UserErrorException($"the image printed a broken result: {line.Trim()} ({error.Message.ReplaceLineEndings(" ")})");
            }
        }

        return results.Count > 0 ? results : throw new UserErrorException("the image printed no results");
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void Save(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, JsonSerializer.Serialize(this, JsonOptions) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: {error.Message}");
        }
    }
}
