// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Commands;
using SeL4.Build.Prerequisites;
using SeL4.Build.Tests.Support;
using Spectre.Console;

namespace SeL4.Build.Tests.Prerequisites;

public sealed class PrerequisiteTests : IDisposable
{
    private static readonly Dictionary<PackageManager, string> Packages = new()
    {
        [PackageManager.Apt] = "deb",
        [PackageManager.Dnf] = "rpm",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Programs_are_found_in_PATH_and_files_by_patterns()
    {
        _folder.Write("lib/v-1/x.a", "");
        Assert.True(Check(Program("sh")).Found);
        Assert.True(Check(Program("no-such-program")).Missing);
        Assert.True(Check(Files(_folder.File("lib/v-*/x.a"))).Found);
        Assert.True(Check(Files(_folder.File("lib/v-*/y.*"))).Missing);
        Assert.True(Check(Files(_folder.File("none/*/y"))).Missing);
        Assert.False(Check(Program("no-such-program") with { Optional = true }).Missing);
    }

    [Theory]
    [InlineData("cmake version 3.25.1", "3.25.1")]
    [InlineData("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg)", "7.2.22")]
    [InlineData("aarch64-linux-gnu-gcc (Debian 12.2.0-14) 12.2.0", "12.2.0")]
    [InlineData("Version: DTC 1.6.1", "1.6.1")]
    [InlineData("1.11.1", "1.11.1")]
    [InlineData("no number", null)]
    public void Versions_are_read_from_what_programs_say(string text, string? version) =>
        Assert.Equal(version, PrerequisiteChecker.ParseVersion(text)?.ToString());

    [Fact]
    public void The_message_names_what_is_missing_and_the_command_that_gets_it()
    {
        Prerequisite[] missing = [Program("a"), Program("b")];
        Assert.EndsWith("apt-get install -y deb", PrerequisiteStep.Explain(missing, new Platform(PackageManager.Apt, false)));
        Assert.EndsWith("dnf install -y rpm", PrerequisiteStep.Explain(missing, new Platform(PackageManager.Dnf, false)));
        Assert.StartsWith("not installed: a, b", PrerequisiteStep.Explain(missing, new Platform(PackageManager.Dnf, false)));
    }

    [Fact]
    public void On_an_unknown_system_every_manager_is_listed()
    {
        string message = PrerequisiteStep.Explain([Program("a")], new Platform(null, false));
        Assert.Contains("apt-get install -y deb", message);
        Assert.Contains("dnf install -y rpm", message);
        Assert.DoesNotContain("brew", message);
    }

    [Fact]
    public void Every_prerequisite_has_a_Debian_package() =>
        Assert.All(PrerequisiteTable.All, p => Assert.NotEmpty(p.Packages[PackageManager.Apt]));

    [Fact]
    public void The_table_of_doctor_says_found_missing_too_old_and_optional()
    {
        string text = Render(DoctorTable.Prerequisites(
        [
            new(Program("good"), "/bin/good", new Version(2, 0)),
            new(Program("gone"), null, null),
            new(Program("aged") with { Minimum = new Version(3, 25) }, "/bin/aged", new Version(3, 1)),
            new(Program("nice") with { Optional = true }, null, null),
        ]));
        Assert.Matches(@"good\W+found\W+2\.0", text);
        Assert.Matches(@"gone\W+missing", text);
        Assert.Matches(@"aged\W+too old\W+3\.1 \(at least 3\.25\)", text);
        Assert.Matches(@"nice\W+absent \(optional\)", text);
        Assert.Contains("deb", text);
    }

    private static PrerequisiteStatus Check(Prerequisite item) => Assert.Single(PrerequisiteChecker.Check([item]));

    private static Prerequisite Program(string name) => new(name, "tests", [name], [], Packages);

    private static Prerequisite Files(string pattern) => new("files", "tests", [], [pattern], Packages);

    private static string Render(Table table)
    {
        var console = new TextConsole();
        console.Console.Write(table);
        return console.Text;
    }
}
