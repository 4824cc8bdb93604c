// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Reporting;
using SeL4.Build.Tests.Support;
using SeL4.Runner;

namespace SeL4.Build.Tests;

public sealed class DriverEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Exception> Expected() => new(
        new UserErrorException("wrong"), new RunnerException("wrong"), new UnfitKernelException("/k", "wrong"));

    [Theory]
    [MemberData(nameof(Expected))]
    public void What_the_user_can_mend_is_one_line(Exception error)
    {
        (int status, string said) = Report(error);
        Assert.Equal((1, $"error: {error.Message}\n"), (status, said));
        Assert.False(Directory.Exists(_folder.File("logs")));
    }

    [Fact]
    public void A_name_of_a_file_does_not_reach_the_terminal_as_a_command() => Assert.Equal(
        "error: /a\\x0ab\\x1b[2J: no such file\n", Report(new UserErrorException("/a\nb\u001b[2J: no such file")).Said);

    [Fact]
    public void A_run_that_the_user_stopped_says_nothing() =>
        Assert.Equal((130, ""), Report(new OperationCanceledException()));

    [Fact]
    public void Anything_else_is_one_line_too_and_the_log_has_the_rest()
    {
        (int status, string said) = Report(Thrown());
        Assert.Equal((1, $"error: it broke and more (details: {_folder.File("logs/error.log")})\n"), (status, said));
        Assert.Contains("   at ", File.ReadAllText(_folder.File("logs/error.log")));
    }

    [Fact]
    public void It_is_one_line_where_nothing_can_be_written()
    {
        _folder.Write("logs", "a file");
        Assert.Equal((1, "error: it broke and more (details: --verbose)\n"), Report(Thrown()));
    }

    [Fact]
    public void Whoever_wants_to_know_more_is_told()
    {
        (int status, string said) = Report(Thrown(), verbose: true);
        Assert.Equal(1, status);
        Assert.StartsWith("error: it broke and more\n", said);
        Assert.Contains("   at ", said);
    }

    private (int Status, string Said) Report(Exception error, bool verbose = false)
    {
        var console = new TextConsole();
        int status = DriverEnd.Report(new StepReporter(console.Console, verbose), error, _folder.File("logs"));
        return (status, console.Text);
    }

    private static Exception Thrown()
    {
        try
        {
            throw new InvalidOperationException("it broke\nand more");
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }
}
