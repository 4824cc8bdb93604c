// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Runner.Machines;

namespace SeL4.Runner.Qemu;

/// <summary>Writes the command line of QEMU for a machine.</summary>
public static class QemuCommand
{
    /// <summary>The arguments that start <paramref name="request"/>.</summary>
    public static IReadOnlyList<string> Arguments(RunRequest request)
    {
        Machine machine = request.Machine;
        string options = string.Concat(machine.Options.Select(option => $",{option.Key}={option.Value}"));
        List<string> arguments =
        [
            "-machine", $"{machine.Type}{options},gic-version={machine.Gic.ToString(CultureInfo.InvariantCulture)}",
            "-cpu", machine.Cpu,
            "-m", machine.Memory.ToString(CultureInfo.InvariantCulture),
            "-display", "none",
            "-no-reboot",
            .. Console(request),
            .. machine.Arguments,
            .. request.ExtraArguments,
        ];
        if (request.GdbPort is { } port)
        {
            arguments.AddRange(["-S", "-gdb", string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}")]);
        }

        arguments.AddRange(["-kernel", request.ImagePath]);
        return arguments;
    }

    private static IEnumerable<string> Console(RunRequest request)
    {
        // A multiplexed console has the monitor behind Ctrl-A, and so would eat that byte from a run without a terminal.
        string multiplexed = request.Interactive ? "on" : "off";
        string signals = request.Interactive && request.ControlCToImage ? "off" : "on";
        yield return "-chardev";
        yield return $"stdio,id=serial0,mux={multiplexed},signal={signals}";
        yield return "-serial";
        yield return "chardev:serial0";
        foreach (string argument in request.Interactive ? ["-mon", "chardev=serial0"] : new[] { "-monitor", "none" })
        {
            yield return argument;
        }
    }
}
