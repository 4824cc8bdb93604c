// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Prerequisites;

/// <summary>Everything the build and the tests need beyond .NET.</summary>
internal static class PrerequisiteTable
{
    /// <summary>What makes the file system of a Debian on which nothing was installed yet.</summary>
    public static Prerequisite Debootstrap { get; } =
        Program("debootstrap", "tests on a fresh machine", "debootstrap", "debootstrap", "debootstrap", null) with { Optional = true };

    public static IReadOnlyList<Prerequisite> All { get; } =
    [
        Program("CMake", "native builds", "cmake", "cmake", "cmake", "cmake") with { Minimum = new Version(3, 25) },
        Program("Ninja", "native builds", "ninja", "ninja-build", "ninja-build", "ninja"),
        Program("aarch64 GCC", "everything that runs on the target",
            "aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu", "gcc-aarch64-linux-gnu", "aarch64-unknown-linux-gnu"),
        Files("picolibc", "the C library on the target", "picolibc-aarch64-linux-gnu", "picolibc-aarch64-linux-gnu",
            "/usr/lib/picolibc/aarch64-linux-gnu/include/stdio.h", "/usr/lib/picolibc/aarch64-linux-gnu/*/stdio.h",
            "/usr/*/picolibc/*/include/stdio.h"),
        Program("dtc", "device trees", "dtc", "device-tree-compiler", "dtc", "dtc"),
        Program("QEMU", "running images", "qemu-system-aarch64", "qemu-system-arm", "qemu-system-aarch64", "qemu")
            with { Minimum = new Version(7, 2) },
        Program("Clang", "host tests and fuzzers", "clang", "clang", "clang", "llvm") with { Minimum = new Version(14, 0) },
        Files("libFuzzer and sanitizers", "host tests and fuzzers", ClangRuntimePackage(), "compiler-rt",
            "/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a", "/usr/lib/clang/*/lib/*/libclang_rt.fuzzer*.a"),
        Files("C library headers", "host tests", "libc6-dev", "glibc-devel", "/usr/include/stdio.h"),
        Program("QEMU user mode", "tests of aarch64 code on the host", "qemu-aarch64", "qemu-user", "qemu-user", null),
        Program("setpriv", "QEMU ends with the driver, even when that is killed", "setpriv", "util-linux", "util-linux", null)
            with { Optional = true },
        Program("gdb", "run --debug", "gdb-multiarch", "gdb-multiarch", "gdb", "gdb") with { Optional = true },
        Files("U-Boot", "tests of images that a boot loader starts", "u-boot-qemu", "uboot-images-armv8",
            "/usr/lib/u-boot/qemu_arm64/u-boot.bin") with { Optional = true },
        Debootstrap,
    ];

    private static Prerequisite Program(
        string name, string purpose, string program, string apt, string dnf, string? brew)
    {
        var packages = new Dictionary<PackageManager, string>
        {
            [PackageManager.Apt] = apt,
            [PackageManager.Dnf] = dnf,
        };
        if (brew is not null)
        {
            packages[PackageManager.Brew] = brew;
        }

        return new Prerequisite(name, purpose, [program], [], packages);
    }

    private static Prerequisite Files(string name, string purpose, string apt, string dnf, params string[] patterns) =>
        new(name, purpose, [], patterns, new Dictionary<PackageManager, string>
        {
            [PackageManager.Apt] = apt,
            [PackageManager.Dnf] = dnf,
        });

    // Debian 12 names the run-time libraries after the compiler's version; 'clang' there is version 14.
    private static string ClangRuntimePackage() => File.Exists("/usr/bin/clang")
        && new FileInfo("/usr/bin/clang").ResolveLinkTarget(returnFinalTarget: true) is { } target
        && target.FullName.Split('/').FirstOrDefault(part => part.StartsWith("llvm-", StringComparison.Ordinal)) is { } llvm
            ? $"libclang-rt-{llvm["llvm-".Length..]}-dev"
            : "libclang-rt-14-dev";
}
