// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Commands;
using SeL4.Build.Kernels;
using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Kernels;

public sealed class KernelCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_option_comes_first()
    {
        Home("qemu-arm-virt-debug");
        KernelChoice kernel = Catalog(environment: _folder.File("env")).Choose(_folder.File("given"), null, release: false);
        Assert.Equal(("given", _folder.File("given"), KernelOrigin.Option), (kernel.Id, kernel.Folder, kernel.Origin));
        Assert.False(kernel.IsBundled);
    }

    [Fact]
    public void Then_the_environment()
    {
        Home("qemu-arm-virt-debug");
        KernelChoice kernel = Catalog(environment: _folder.File("env/")).Choose(null, null, release: false);
        Assert.Equal(("env", KernelOrigin.Environment), (kernel.Id, kernel.Origin));
    }

    [Theory]
    [InlineData(false, "qemu-arm-virt-debug")]
    [InlineData(true, "qemu-arm-virt-release")]
    public void Then_the_home_folder_of_that_configuration(bool release, string id)
    {
        Home(id);
        KernelChoice kernel = Catalog().Choose(null, null, release);
        Assert.Equal((id, KernelOrigin.Home), (kernel.Id, kernel.Origin));
    }

    [Theory]
    [InlineData(false, "bundled-debug", "debug")]
    [InlineData(true, "bundled-release", "release")]
    public void Then_the_bundled_kernel(bool release, string id, string configuration)
    {
        Home(release ? "qemu-arm-virt-debug" : "qemu-arm-virt-release");
        KernelChoice kernel = Catalog(environment: "").Choose(null, null, release);
        Assert.Equal((id, KernelOrigin.Bundled, configuration), (kernel.Id, kernel.Origin, kernel.BundledConfiguration));
        Assert.Contains("not seL4", kernel.Title);
    }

    [Fact]
    public void A_kernel_can_be_named()
    {
        Home("qemu-arm-virt-debug");
        KernelCatalog catalog = Catalog();
        Assert.Equal("bundled-release", catalog.Choose(null, "bundled", release: true).Id);
        Assert.Equal("bundled-release", catalog.Choose(null, "bundled-release", release: false).Id);
        Assert.Equal("qemu-arm-virt-debug", catalog.Choose(null, "qemu-arm-virt-debug", release: true).Id);
    }

    [Fact]
    public void A_debug_kernel_that_is_named_is_no_release_kernel()
    {
        Home("qemu-arm-virt-debug");
        KernelCatalog catalog = Catalog(environment: _folder.File("env-debug"));
        catalog.Choose(null, "bundled", release: true).RequireRelease();
        catalog.Choose(_folder.File("other"), null, release: true).RequireRelease();
        Refused("--release contradicts the kernel that was named: bundled-debug is a debug build", null, "bundled-debug");
        Refused("qemu-arm-virt-debug is a debug build", null, "qemu-arm-virt-debug");
        Refused("my-debug is a debug build", _folder.File("my-debug"), null);
        Refused("--release contradicts SEL4_PREFIX: env-debug is a debug build", null, null);

        void Refused(string message, string? prefix, string? kernel) => Assert.Contains(
            message,
            Assert.Throws<UserErrorException>(() => catalog.Choose(prefix, kernel, release: true).RequireRelease()).Message);
    }

    [Fact]
    public void A_prefix_without_a_name_is_refused() =>
        Assert.Equal(
            "--sel4-prefix: names no folder",
            Assert.Throws<UserErrorException>(() => Catalog().Choose("", null, release: false)).Message);

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are() =>
        Assert.Equal(
            "no kernel is called 'x'; there are: bundled, bundled-debug, bundled-release",
            Assert.Throws<UserErrorException>(() => Catalog().Choose(null, "x", release: false)).Message);

    [Fact]
    public void Two_options_for_one_kernel_are_refused() =>
        Assert.Throws<UserErrorException>(() => Catalog().Choose("a", "bundled", release: false));

    [Fact]
    public void A_prefix_may_not_take_the_name_of_the_bundled_kernel() =>
        Assert.Contains(
            "rename",
            Assert.Throws<UnfitKernelException>(() => Catalog().Choose(_folder.File("bundled-debug"), null, false)).Message);

    [Fact]
    public void Tests_run_on_the_bundled_kernel_and_on_every_real_one_once()
    {
        Home("qemu-arm-virt-release");
        Home("other");
        string twice = Path.Combine(_folder.Path, ".sel4", "other");
        Assert.Equal(
            ["bundled-debug", "bundled-release", "other", "qemu-arm-virt-release"],
            Catalog(environment: twice).All().Select(k => k.Id));
        Assert.Equal(["qemu-arm-virt-debug"], Catalog().AbsentRealKernels());
    }

    [Fact]
    public void Kernels_of_the_same_name_in_different_folders_are_kept_apart()
    {
        Home("same");
        Assert.Equal(
            ["bundled-debug", "bundled-release", "same", "same-2"],
            Catalog(environment: _folder.File("elsewhere/same")).All().Select(k => k.Id));
    }

    [Fact]
    public void Each_kernel_and_each_absent_kernel_is_a_group_of_its_own()
    {
        Home("qemu-arm-virt-debug");
        Assert.Equal(
            [
                "host-native", "host-managed", "bundled-debug", "bundled-release", "qemu-arm-virt-debug",
                "qemu-arm-virt-release", "end-to-end", "fresh-machine",
            ],
            Sources(quick: false, null).Select(s => s.Group.Id));
        Assert.Equal(
            ["host-native", "host-managed"],
            Sources(quick: true, null).Select(s => s.Group.Id));
        Assert.Equal(
            ["bundled-debug"],
            Sources(quick: false, "bundled-debug").Select(s => s.Group.Id));
    }

    private List<ITestSource> Sources(bool quick, string? kernel) =>
        TestCommand.Sources(new Repository(_folder.Path), Catalog(), quick, prefix: null, kernel, machine: null);

    private void Home(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, ".sel4", name));

    private KernelCatalog Catalog(string? environment = null) =>
        new(new Repository(_folder.File("repository")), environment, _folder.Path);
}
