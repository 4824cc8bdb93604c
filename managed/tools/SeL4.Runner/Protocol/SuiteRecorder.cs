// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Runner.Protocol;

/// <summary>
/// Follows the frames of one run: which suite, which tests, how each ended, the totals and the exit code. Whatever does
/// not fit together becomes an error of the run.
/// </summary>
public sealed class SuiteRecorder
{
    private readonly TimeProvider _time;
    private readonly List<CaseResult> _cases = [];
    private readonly List<string> _errors = [];
    private readonly HashSet<string> _names = [];
    private string? _openCase;
    private long _openSince;
    private int _announced;
    private bool _ended;

    /// <summary>Makes a recorder that reads durations from <paramref name="time"/>.</summary>
    public SuiteRecorder(TimeProvider time) => _time = time;

    /// <summary>The name of the suite, or <see langword="null"/> when the image never began one.</summary>
    public string? Suite { get; private set; }

    /// <summary>The tests that answered, in their order.</summary>
    public IReadOnlyList<CaseResult> Cases => _cases;

    /// <summary>What broke the protocol.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The code of the EXIT frame, or <see langword="null"/> before it came.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Notes a breach that was found below the frames.</summary>
    public void AddError(string message) => _errors.Add(message);

    /// <summary>Takes the next frame.</summary>
    public void Add(Frame frame)
    {
        if (ExitCode is not null)
        {
            _errors.Add($"{frame.Verb} came after EXIT");
            return;
        }

        switch (frame.Verb)
        {
            case "BEGIN":
                Begin(frame.Payload);
                break;
            case "START":
                Start(frame.Payload);
                break;
            case "PASS":
                Answer(frame.Payload, CaseOutcome.Passed);
                break;
            case "FAIL":
                Answer(frame.Payload, CaseOutcome.Failed);
                break;
            case "SKIP":
                Answer(frame.Payload, CaseOutcome.Skipped);
                break;
            case "END":
                End(frame.Payload);
                break;
            case "EXIT":
                Exit(frame.Payload);
                break;
            default:
                _errors.Add($"unknown verb {frame.Verb}");
                break;
        }
    }

    /// <summary>Says that nothing more comes: a test that never answered has failed, a suite without END is an error.</summary>
    /// <param name="reason">How the run ended, for the message of the test that was running.</param>
    public void Finish(string reason)
    {
        if (Suite is not null && !_ended)
        {
            _errors.Add($"suite {Suite} did not end: {_cases.Count} of {_announced} tests answered");
        }

        if (_openCase is { } name)
        {
            Close(name, CaseOutcome.Failed, $"the test did not answer: {reason}");
        }
    }

    private void Begin(string payload)
    {
        string[] words = payload.Split(' ');
        if (words.Length != 2 || !TryCount(words[1], out int count))
        {
            _errors.Add($"BEGIN is not 'suite count': '{payload}'");
            return;
        }

        if (Suite is not null)
        {
            _errors.Add($"suite {words[0]} began, but suite {Suite} had begun already");
            return;
        }

        Suite = words[0];
        _announced = count;
    }

    private void Start(string name)
    {
        if (Suite is null || _ended)
        {
            _errors.Add($"test {name} started outside a suite");
        }

        if (_openCase is { } open)
        {
            Close(open, CaseOutcome.Failed, $"the test did not answer before {name} started");
        }

        if (!_names.Add(name))
        {
            _errors.Add($"test {name} ran twice");
        }

        _openCase = name;
        _openSince = _time.GetTimestamp();
    }

    private void Answer(string payload, CaseOutcome outcome)
    {
        int space = payload.IndexOf(' ');
        string name = space < 0 ? payload : payload[..space];
        string message = space < 0 ? "" : payload[(space + 1)..];
        if (_openCase != name)
        {
            _errors.Add($"test {name} answered, but {(_openCase is null ? "none" : _openCase)} was running");
            return;
        }

        Close(name, outcome, message);
    }

    private void Close(string name, CaseOutcome outcome, string message)
    {
        _cases.Add(new CaseResult(name, outcome, message, _time.GetElapsedTime(_openSince)));
        _openCase = null;
    }

    private void End(string payload)
    {
        string[] words = payload.Split(' ');
        if (words.Length != 3 || !TryCount(words[0], out int passed) || !TryCount(words[1], out int failed)
            || !TryCount(words[2], out int skipped))
        {
            _errors.Add($"END is not 'passed failed skipped': '{payload}'");
            return;
        }

        if (_openCase is { } open)
        {
            Close(open, CaseOutcome.Failed, "the test did not answer before the suite ended");
        }

        _ended = true;
        CheckTotal("passed", passed, Count(CaseOutcome.Passed));
        CheckTotal("failed", failed, Count(CaseOutcome.Failed));
        CheckTotal("skipped", skipped, Count(CaseOutcome.Skipped));
        if (_cases.Count != _announced)
        {
            _errors.Add($"suite {Suite} announced {_announced} tests, {_cases.Count} answered");
        }
    }

    private void Exit(string payload)
    {
        if (!int.TryParse(payload, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code))
        {
            _errors.Add($"EXIT has no code: '{payload}'");
            return;
        }

        ExitCode = code;
    }

    private int Count(CaseOutcome outcome) => _cases.Count(c => c.Outcome == outcome);

    private void CheckTotal(string what, int stated, int seen)
    {
        if (stated != seen)
        {
            _errors.Add($"suite {Suite} counted {stated} {what}, {seen} were seen");
        }
    }

    private static bool TryCount(string word, out int count) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out count);
}
