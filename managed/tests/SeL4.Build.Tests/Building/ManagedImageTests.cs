// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Building;
using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Building;

public sealed class ManagedImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Programs_among_samples_and_target_tests_become_images_and_tests_of_the_host_do_not()
    {
        const string Program = "<Project><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>";
        _folder.Write("managed/samples/Vmm/Vmm.csproj", Program);
        _folder.Write(
            "managed/tests/target/Suite/Suite.csproj",
            Program.Replace("<OutputType>", "<AssemblyName>suite-image</AssemblyName><OutputType>"));
        _folder.Write("managed/tests/target/Kit/Kit.csproj", "<Project />");
        _folder.Write("managed/tests/Host.Tests/Host.Tests.csproj", "<Project />");
        _folder.Write("managed/tests/end-to-end/Boot.Tests/Boot.Tests.csproj", "<Project />");
        var repository = new Repository(_folder.Path);
        Assert.Equal(["Vmm", "suite-image"], ManagedImage.Discover(repository).Select(i => i.Name));
        Assert.Equal(["Host.Tests.csproj"], ManagedHostTests.Projects(repository.ManagedTests).Select(Path.GetFileName));
        Assert.Equal(["Boot.Tests.csproj"], ManagedHostTests.Projects(repository.EndToEndTests).Select(Path.GetFileName));
        Assert.Single(ManagedHostTests.Wanted(repository.EndToEndTests, new TestFilter("boot.tests/")));
        Assert.Empty(ManagedHostTests.Wanted(repository.EndToEndTests, new TestFilter("other/")));
    }
}
