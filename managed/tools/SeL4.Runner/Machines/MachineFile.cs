// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Machines;

/// <summary>Reads a machine from its YAML file.</summary>
public static class MachineFile
{
    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="RunnerException">The file is missing, is not YAML, or a value is missing or out of range.</exception>
    public static Machine Load(string path)
    {
        Machine machine = HardwareFile.Load<Machine>(path);
        HardwareFile.Require(path, "emulator", machine.Emulator);
        HardwareFile.Require(path, "type", machine.Type);
        HardwareFile.RequireBlock(path, "options", machine.Options);
        HardwareFile.RequireBlock(path, "arguments", machine.Arguments);
        HardwareFile.Within(path, "memory", machine.Memory, 64, 1 << 20, "MiB");
        return machine;
    }
}
