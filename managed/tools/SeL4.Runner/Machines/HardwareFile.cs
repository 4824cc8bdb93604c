// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SeL4.Runner.Machines;

/// <summary>Reads hardware from YAML files and refuses what does not make sense, with the line it stands on.</summary>
internal static class HardwareFile
{
    private const int MostBytes = 1 << 20; // of a description by hand

    /// <summary>Reads <paramref name="path"/> and checks what all hardware has.</summary>
    /// <exception cref="RunnerException">The file is missing, is not YAML, or a value is missing or out of range.</exception>
    public static T Load<T>(string path)
        where T : Hardware
    {
        string text;
        try
        {
            // A pipe or a device has no size; reading one may have no end.
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            if (file is { Exists: true, Length: 0 or > MostBytes })
            {
                throw new RunnerException(file.Length == 0
                    ? $"{path}: the file is empty, or not a regular file"
                    : $"{path}: the file has {file.Length} bytes, must be at most {MostBytes}");
            }

            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunnerException($"{path}: {error.Message}", error);
        }

        T hardware = Parse<T>(path, text);
        hardware.Name = Path.GetFileNameWithoutExtension(path);
        Require(path, "platform", hardware.Platform);
        Require(path, "cpu", hardware.Cpu);
        Within(path, "gic", hardware.Gic, 2, 3, "");
        RequireBlock(path, "timeouts", hardware.Timeouts);
        const double Day = 24 * 60 * 60;
        Within(path, "timeouts.boot", hardware.Timeouts.Boot, 0.1, Day, "seconds");
        Within(path, "timeouts.silence", hardware.Timeouts.Silence, 0.1, Day, "seconds");
        Within(path, "timeouts.total", hardware.Timeouts.Total, 0.1, Day, "seconds");
        return hardware;
    }

    /// <summary>Refuses a value that is not there.</summary>
    public static void Require(string path, string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new RunnerException($"{path}: '{key}' is missing");
        }
    }

    /// <summary>Refuses a key with nothing behind it where values of its own belong: YAML makes nothing of that.</summary>
    public static void RequireBlock(string path, string key, object? value)
    {
        if (value is null)
        {
            throw new RunnerException($"{path}: '{key}' has nothing behind it");
        }
    }

    /// <summary>Refuses a number that is not between two others.</summary>
    public static void Within(string path, string key, double value, double low, double high, string unit)
    {
        if (!(value >= low && value <= high))
        {
            throw new RunnerException($"{path}: '{key}' is {value}, must be from {low} to {high} {unit}".TrimEnd());
        }
    }

    private static T Parse<T>(string path, string text)
    {
        IDeserializer deserializer = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build();
        try
        {
            return deserializer.Deserialize<T?>(text) ?? throw new RunnerException($"{path}: the file is empty");
        }
        catch (YamlException error)
        {
            string reason = (error.InnerException ?? error).Message.ReplaceLineEndings(" ");
            throw new RunnerException($"{path}:{error.Start.Line}:{error.Start.Column}: {reason}", error);
        }
    }
}
