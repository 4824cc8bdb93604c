// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Build.Testing.Inputs;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Testing.Inputs;

public sealed class InputRuleTests
{
    private static readonly InputRule Rule = new(["/home/me/SeL4.Vm", "/usr/lib/gcc-cross/aarch64-linux-gnu/12/", "/usr/lib/picolibc"]);

    [Theory]
    [InlineData("/home/me/SeL4.Vm/native/kernel/include/vspace.h")]
    [InlineData("/home/me/SeL4.Vm/out/sdk/bundled-debug/lib/libruntime.a")]
    [InlineData("/usr/lib/gcc-cross/aarch64-linux-gnu/12/include/stdint.h")]
    [InlineData("/usr/lib/picolibc/aarch64-linux-gnu/lib/release/libc.a")]
    [InlineData("/tmp/ccLBmesl.o")]
    [InlineData("/tmp/ccrjjcHL.ltrans0.ltrans.o")]
    [InlineData("/var/tmp/mine/ccFQeEey.debug.temp.o")]
    public void What_is_the_targets_may_be_read(string file) => Assert.True(Rule.Allows(file));

    [Theory]
    [InlineData("/usr/include/stdc-predef.h")]
    [InlineData("/usr/lib/gcc/x86_64-linux-gnu/12/include/stdint.h")]
    [InlineData("/usr/aarch64-linux-gnu/include/bits/libc-header-start.h")]
    [InlineData("/usr/lib/gcc-cross/aarch64-linux-gnu/12/../../../../aarch64-linux-gnu/lib/libm.a")]
    [InlineData("/usr/lib/libz.a")]
    [InlineData("/home/me/SeL4.Vm-other/native/kernel/include/vspace.h")]
    [InlineData("/opt/include/stdio.h")]
    public void Everything_else_may_not(string file) =>
        Assert.Single(Rule.Violations([new StepInputs("a.o", [Path.GetFullPath(file)])]));

    [Fact]
    public void The_hosts_headers_are_nobodys_even_where_a_folder_above_is_the_targets() =>
        Assert.False(new InputRule(["/usr"]).Allows("/usr/include/stdio.h"));

    [Fact]
    public void A_temporary_object_that_is_still_there_is_none()
    {
        using var folder = new TemporaryFolder();
        Assert.False(Rule.Allows(folder.Write("ccLBmesl.o", "")));
    }

    [Fact]
    public void A_build_that_wrote_nothing_down_has_failed()
    {
        Assert.Equal(CaseOutcome.Failed, InputTests.Judge("kernel", Rule, []).Outcome);
        Assert.Equal(CaseOutcome.Passed, InputTests.Judge("kernel", Rule, [new StepInputs("a.o", ["/usr/lib/picolibc/a.h"])]).Outcome);
    }

    [Fact]
    public void A_bad_step_is_named_with_what_it_read()
    {
        TestResult result = InputTests.Judge("kernel", Rule, [new StepInputs("a.o", ["/usr/include/stdio.h"])]);
        Assert.Equal(CaseOutcome.Failed, result.Outcome);
        Assert.Equal("a.o was made from /usr/include/stdio.h", result.Message);
    }

    [Fact]
    public void A_program_whose_link_wrote_nothing_down_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("images/a.elf", "");
        folder.Write("images/a.elf.link.d", "a.elf: b.o\n");
        Assert.Single(InputTests.Links(folder.Path, "images"));
        folder.Write("images/c.elf", "");
        Assert.Throws<UserErrorException>(() => InputTests.Links(folder.Path, "images"));
    }
}
