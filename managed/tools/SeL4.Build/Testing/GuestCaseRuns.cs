// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using System.Globalization;
using SeL4.Build.Commands;
using SeL4.Build.Guests;
using SeL4.Build.Reporting;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>The guests of <see cref="GuestCase"/> on one kernel, run as <c>run --guest</c> does.</summary>
internal sealed class GuestCaseRuns(BuildContext context, string kernelId, Machine machine, BootImage runner)
{
    /// <summary>Runs the cases that the filter accepts, and answers in their order.</summary>
    public async Task<IReadOnlyList<TestResult>> RunAsync(
        IReadOnlyList<GuestCase> all, TestFilter filter, StepProgress progress)
    {
        GuestCase[] cases = [.. all.Where(c => filter.Accepts(GuestCase.Suite, c.Name))];
        return await SideBySide.RunAsync(
            cases,
            context.Jobs,
            async (guest, cancellation) =>
            {
                TestResult result = await RunAsync(guest, cancellation);
                cancellation.ThrowIfCancellationRequested();
                progress.Line($"{guest.Name}: {result.Outcome}");
                return result;
            },
            context.Cancellation);
    }

    /// <summary>What is wrong with a run; empty when nothing is.</summary>
    internal static IReadOnlyList<string> Problems(GuestCase guest, RunOutcome outcome)
    {
        List<string> problems = [.. outcome.Errors];
        if (outcome.Status != guest.ExpectStatus)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"status {outcome.Status} ({outcome.Explanation}), expected was {guest.ExpectStatus}"));
        }

        problems.AddRange(ImageVerdict.Missing(outcome, guest.ExpectOutput));
        problems.AddRange(guest.RejectOutput.Where(pattern => ImageVerdict.Matches(outcome, pattern))
            .Select(pattern => $"the output matches '{pattern}'"));
        return problems;
    }

    private async Task<TestResult> RunAsync(GuestCase guest, CancellationToken cancellation)
    {
        string log = Path.Combine(context.Results, kernelId, $"{GuestCase.Suite}.{guest.Name}.serial.log");
        var options = new GuestOptions();
        var command = new Command("run");
        options.AddTo(command);
        ParseResult arguments = command.Parse(guest.ArgumentsFor(context.Repository, kernelId));
        if (arguments.Errors.Count > 0)
        {
            throw new UserErrorException($"{guest.Name}: {arguments.Errors[0].Message}");
        }

        using GuestParcel? parcel = options.Open(arguments, guest.TimeoutSeconds);
        RunOutcome outcome = await GuestRun.RunAsync(
            new RunRequest
            {
                Machine = machine,
                ImagePath = runner.ElfPath,
                LogPath = log,
                TotalSeconds = guest.TimeoutSeconds,
                EndsItself = guest.TimeoutSeconds is not null,
                Input = guest.Input,
                InputAfter = guest.InputAfter,
                ExtraArguments = parcel?.QemuArguments ?? [],
            },
            cancellation);
        return ImageVerdict.Judge(GuestCase.Suite, guest.Name, Problems(guest, outcome), outcome, log);
    }
}
