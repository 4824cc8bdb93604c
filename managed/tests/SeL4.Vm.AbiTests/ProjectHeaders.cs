// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using SeL4.Abi;
using SeL4.Vm.AbiTests.Broken;
using SeL4.Vm.Interop;

namespace SeL4.Vm.AbiTests;

/// <summary>The headers that the bindings stand for, read once.</summary>
public sealed class ProjectHeaders
{
    private const string Marker = "Interop.sln";
    private static readonly string[] HeaderFolders = ["native/libsel4vm/include", "native/shim/include"];

    public ProjectHeaders()
    {
        string root = FindRoot();
        string configuration = Path.Combine(Path.GetTempPath(), "sel4vm-abi-" + Guid.NewGuid().ToString("N"));
        try
        {
            Configure(root, configuration);
            Declarations = Read(root, configuration);
        }
        finally
        {
            Directory.Delete(configuration, recursive: true);
        }
    }

    /// <summary>The types of the bindings: structures, enumerations, and classes of functions and constants.</summary>
    public static IReadOnlyList<Type> Bindings { get; } =
    [
        .. typeof(vm_t).Assembly.GetExportedTypes()
            .Where(t => !t.IsNested && !t.Name.StartsWith("NativeLibrary", StringComparison.Ordinal)),
    ];

    public CDeclarations Declarations { get; }

    /// <summary>The function is declared by the project, not by libsel4 or the compiler.</summary>
    public static bool IsOfProject(CFunction function) =>
        HeaderFolders.Any(folder => function.Header.Contains(folder, StringComparison.Ordinal));

    private static CDeclarations Read(string root, string configuration)
    {
        string[] headers =
        [
            .. HeaderFolders.Select(f => Path.Combine(root, f))
                .SelectMany(f => Directory.GetFiles(f, "*.h", SearchOption.AllDirectories)).Order(StringComparer.Ordinal),
        ];
        string[] folders =
        [
            .. HeaderFolders.Select(f => Path.Combine(root, f)), Path.Combine(root, "native/kernel/libsel4/include"), configuration,
        ];
        // One that the headers lack is asked for too, as of a binding that kept it.
        string[] constants = [.. AbiComparison.ConstantsOf(Bindings.Append(typeof(UnknownConstant)))];
        return new CHeaders(headers, folders) { Constants = constants }.Read();
    }

    // The configuration headers of the bundled kernel, which libsel4's headers include.
    private static void Configure(string root, string folder)
    {
        Directory.CreateDirectory(folder);
        string script = Path.Combine(folder, "configure.cmake");
        File.WriteAllText(script, $"""
            include("{root}/native/kernel/libsel4/libsel4.cmake")
            libsel4_configure("{folder}" OFF)
            """);
        using Process cmake = Process.Start("cmake", ["-P", script]);
        cmake.WaitForExit();
        Assert.Equal(0, cmake.ExitCode);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, Marker)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"{Marker} is in no folder above {AppContext.BaseDirectory}");
    }
}
