// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Kernels;

namespace SeL4.Build.Commands;

/// <summary>The options that choose one kernel.</summary>
internal sealed class KernelOptions
{
    private readonly Option<string?> _prefix = new("--sel4-prefix")
    {
        Description = "Folder of an installed seL4 kernel (default: SEL4_PREFIX, then ~/.sel4/<platform>-<debug|release>, "
            + "then the bundled kernel)",
        HelpName = "folder",
    };

    private readonly Option<string?> _kernel = new("--kernel")
    {
        Description = "Kernel by name: bundled, bundled-debug, bundled-release, or a folder of ~/.sel4",
        HelpName = "name",
    };

    private readonly Option<bool> _release = new("--release")
    {
        Description = "The release build of the kernel and of everything above it (default: debug)",
    };

    public void AddTo(Command command)
    {
        command.Add(_prefix);
        command.Add(_kernel);
        command.Add(_release);
    }

    /// <exception cref="UserErrorException">There is no such kernel, or two options contradict each other.</exception>
    public KernelChoice Choose(Repository repository, ParseResult arguments)
    {
        KernelChoice kernel = KernelCatalog.OfUser(repository).Choose(
            arguments.GetValue(_prefix), arguments.GetValue(_kernel), arguments.GetValue(_release));
        if (arguments.GetValue(_release))
        {
            kernel.RequireRelease();
        }

        return kernel;
    }
}
