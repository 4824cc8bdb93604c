// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Machines;

/// <summary>The machines of a folder.</summary>
public static class MachineCatalog
{
    /// <summary>Reads every <c>*.yaml</c> of <paramref name="folder"/>, by name.</summary>
    public static IReadOnlyList<Machine> Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RunnerException($"{folder}: no such folder of machines");
        }

        return [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(MachineFile.Load)];
    }

    /// <summary>Finds a machine by its name, or reads it from a file when <paramref name="nameOrFile"/> ends in <c>.yaml</c>.</summary>
    public static Machine Find(string folder, string nameOrFile)
    {
        if (IsFile(nameOrFile))
        {
            return MachineFile.Load(nameOrFile);
        }

        string path = Path.Combine(folder, nameOrFile + ".yaml");
        if (File.Exists(path))
        {
            return MachineFile.Load(path);
        }

        string known = string.Join(", ", Load(folder).Select(m => m.Name));
        string hint = nameOrFile.Contains('/') || File.Exists(nameOrFile) ? "; the name of a machine's file ends in .yaml" : "";
        throw new RunnerException($"no machine is called '{nameOrFile}'; there are: {known}{hint}");
    }

    /// <summary>The text is meant as a file, not as the name of a machine.</summary>
    public static bool IsFile(string nameOrFile) => nameOrFile.EndsWith(".yaml", StringComparison.Ordinal);
}
