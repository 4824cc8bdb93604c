// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Runner.Runs;

namespace SeL4.Build.Tests.Testing;

public sealed class SoakTests
{
    private const string Account = "soak: 2 guests, seeds 7 to 8, 99 exits; ended by Requested 2";

    [Theory]
    [InlineData("soak: seed 7\r\nsoak: seed 8\r\n" + Account + "\r\n", Account)]
    [InlineData("soak: seed 7\r\nsoak: seed 8\r\nroot task crashed\r\n", "soak: ended by seed 8: --soak 0.1 --seed 8 repeats it")]
    [InlineData("loader: no kernel\r\n", "soak: no guest has run")]
    public void A_run_gives_account_or_the_seed_that_ended_it(string output, string expected) =>
        Assert.Equal(expected, Soak.Result(Outcome(output)));

    [Fact]
    public void The_order_is_four_words_in_memory()
    {
        IReadOnlyList<string> arguments = new Soak(0.5, 0x12, EveryRegister: true).QemuArguments;
        Assert.Equal(
            [
                "loader,addr=0x50000000,data=0x6b616f53344c6553,data-len=8",
                "loader,addr=0x50000008,data=0x12,data-len=8",
                "loader,addr=0x50000010,data=0x7530,data-len=8",
                "loader,addr=0x50000018,data=0x1,data-len=8",
            ],
            arguments.Where((_, i) => i % 2 == 1));
        Assert.All(arguments.Where((_, i) => i % 2 == 0), argument => Assert.Equal("-device", argument));
    }

    private static RunOutcome Outcome(string text) => new(RunEnd.Exit, "", 0, Soak.Suite, [], [], text, TimeSpan.Zero);
}
