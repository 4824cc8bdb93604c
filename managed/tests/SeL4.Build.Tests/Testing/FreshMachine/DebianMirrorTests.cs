// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing.FreshMachine;

namespace SeL4.Build.Tests.Testing.FreshMachine;

public sealed class DebianMirrorTests
{
    [Fact]
    public void The_new_machine_has_the_suite_of_this_one() =>
        Assert.Equal("trixie", DebianMirror.SuiteOf("PRETTY_NAME=\"Debian GNU/Linux 13\"\nVERSION_CODENAME=trixie\nID=debian\n"));

    [Theory]
    [InlineData("ID=fedora\nVERSION_CODENAME=\"\"\n", "fedora")]
    [InlineData("ID=debian\n", "debian")]
    [InlineData("", "unknown")]
    public void A_machine_that_is_no_release_of_Debian_is_told(string release, string name) =>
        Assert.Contains(name, Assert.Throws<UnfitMachineException>(() => DebianMirror.SuiteOf(release)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_archive_is_the_one_whose_suite_it_is()
    {
        const string Targets = """
            http://mirror.example/debian-security/ trixie-security main
            http://other.example/tools/ trixie contrib
            http://mirror.example/debian/ trixie main
            http://mirror.example/debian/ trixie-updates main
            """;
        Assert.Equal("http://mirror.example/debian/", DebianMirror.AddressOf(Targets.ReplaceLineEndings("\n"), "trixie"));
        Assert.Null(DebianMirror.AddressOf(Targets.ReplaceLineEndings("\n"), "sid"));
    }

    [Fact]
    public void Of_apts_settings_those_about_the_connection_go_along()
    {
        const string Dump = """
            APT::Architecture "amd64";
            Acquire::Languages "none";
            Acquire::http::Proxy "http://proxy.example:3128";
            Acquire::https::mirror.example::CaInfo "/etc/ssl/mirror.pem";
            Acquire::GzipIndexes "true";
            DPkg::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb";
            """;
        Assert.Equal(
            "Acquire::http::Proxy \"http://proxy.example:3128\";\nAcquire::https::mirror.example::CaInfo \"/etc/ssl/mirror.pem\";\n",
            DebianMirror.SelectSettings(Dump.ReplaceLineEndings("\n")));
    }
}
