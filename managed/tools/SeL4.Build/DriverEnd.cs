// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Abi;
using SeL4.Build.Kernels;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner;

namespace SeL4.Build;

/// <summary>How the driver ends when a command throws: with a line for the user and a status, whatever it was.</summary>
internal static class DriverEnd
{
    /// <summary>Status of a run that the user stopped: 128 + SIGINT, as shells have it.</summary>
    public const int Stopped = 130;

    private const int Failed = 1;

    /// <summary>Says what went wrong.</summary>
    /// <param name="steps">Where to.</param>
    /// <param name="error">What was thrown.</param>
    /// <param name="logs">Folder for the details of an error that nobody expected; made when it is not there.</param>
    /// <returns>The driver's status.</returns>
    public static int Report(StepReporter steps, Exception error, string logs)
    {
        switch (error)
        {
            case OperationCanceledException:
                return Stopped;
            case CommandFailedException failure:
                steps.Show(failure);
                break;
            case UserErrorException or UnfitKernelException or RunnerException or AbiException:
                steps.Error(error.Message);
                break;
            default:
                ShowUnexpected(steps, error, logs);
                break;
        }

        return Failed;
    }

    private static void ShowUnexpected(StepReporter steps, Exception error, string logs)
    {
        string message = error.Message.ReplaceLineEndings(" ");
        if (steps.Verbose)
        {
            steps.Error(message);
            steps.Say(error.ToString());
            return;
        }

        string log = Path.Combine(logs, "error.log");
        try
        {
            Directory.CreateDirectory(logs);
            File.WriteAllText(log, error + "\n");
            steps.Error($"{message} (details: {log})");
        }
        catch (Exception other) when (other is IOException or UnauthorizedAccessException)
        {
            steps.Error($"{message} (details: --verbose)");
        }
    }
}
