// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Bindings;

/// <summary>Where the bindings' inputs and outputs are, relative to the repository's root.</summary>
internal static class BindingsLayout
{
    public const string Options = "bindings/SeL4.Vm.Interop/rsp";

    public const string Settings = Options + "/settings.rsp";

    public const string Generated = "bindings/SeL4.Vm.Interop/Generated";

    public const string GeneratedTests = "managed/tests/SeL4.Vm.AbiTests/Generated";

    /// <summary>The configuration of the bundled kernel, which the headers include; the settings name it too.</summary>
    public const string Configuration = "out/bindings/config";

    public const string Libsel4 = "native/kernel/libsel4";

    public const string DocumentationFile = "Documentation.xml";

    /// <summary>Where the headers find each other.</summary>
    public static readonly string[] IncludeFolders =
    [
        "native/libsel4vm/include", "native/shim/include", Libsel4 + "/include", Configuration,
    ];
}
