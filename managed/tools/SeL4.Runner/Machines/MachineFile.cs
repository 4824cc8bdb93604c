// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SeL4.Runner.Machines;

/// <summary>Reads a machine from its YAML file and refuses what does not make sense, with the line it stands on.</summary>
public static class MachineFile
{
    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="RunnerException">The file is missing, is not YAML, or a value is missing or out of range.</exception>
    public static Machine Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunnerException($"{path}: {error.Message}", error);
        }

        Machine machine = Parse(path, text);
        machine.Name = Path.GetFileNameWithoutExtension(path);
        Check(path, machine);
        return machine;
    }

    private static Machine Parse(string path, string text)
    {
        IDeserializer deserializer = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build();
        try
        {
            return deserializer.Deserialize<Machine?>(text) ?? throw new RunnerException($"{path}: the file is empty");
        }
        catch (YamlException error)
        {
            string reason = (error.InnerException ?? error).Message.ReplaceLineEndings(" ");
            throw new RunnerException($"{path}:{error.Start.Line}:{error.Start.Column}: {reason}", error);
        }
    }

    private static void Check(string path, Machine machine)
    {
        Require(path, "platform", machine.Platform);
        Require(path, "emulator", machine.Emulator);
        Require(path, "type", machine.Type);
        Require(path, "cpu", machine.Cpu);
        Within(path, "memory", machine.Memory, 64, 1 << 20, "MiB");
        Within(path, "gic", machine.Gic, 2, 3, "");
        const double Day = 24 * 60 * 60;
        Within(path, "timeouts.boot", machine.Timeouts.Boot, 0.1, Day, "seconds");
        Within(path, "timeouts.silence", machine.Timeouts.Silence, 0.1, Day, "seconds");
        Within(path, "timeouts.total", machine.Timeouts.Total, 0.1, Day, "seconds");
    }

    private static void Require(string path, string key, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new RunnerException($"{path}: '{key}' is missing");
        }
    }

    private static void Within(string path, string key, double value, double low, double high, string unit)
    {
        if (!(value >= low && value <= high))
        {
            throw new RunnerException($"{path}: '{key}' is {value}, must be from {low} to {high} {unit}".TrimEnd());
        }
    }
}
