// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SeL4.Runner.Runs;

/// <summary>
/// A running program with the serial line at its standard input and output: QEMU, or one that talks to a board. It dies with
/// its owner: with <see cref="DisposeAsync"/>, and, on Linux, with this process, even when that is killed.
/// </summary>
internal sealed partial class PipedProcess : ISerialLine
{
    private static readonly TimeSpan PoliteEnd = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MessageWait = TimeSpan.FromSeconds(1);
    private const int SigTerm = 15;

    private readonly string _program;
    private readonly Process _process;
    private readonly bool _ownsTerminal;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<string> _messages = Task.FromResult("");

    private PipedProcess(string program, Process process, bool ownsTerminal) =>
        (_program, _process, _ownsTerminal) = (program, process, ownsTerminal);

    /// <inheritdoc/>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, or its name when it is in <c>PATH</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="ownsTerminal">Its input is this process's own, and <see cref="Input"/> cannot be used.</param>
    /// <param name="folder">Where it runs; here when empty.</param>
    /// <exception cref="RunnerException">There is no such program.</exception>
    public static async Task<ISerialLine> StartAsync(
        string program, IReadOnlyList<string> arguments, bool ownsTerminal = false, string folder = "")
    {
        ProcessStartInfo start = StartInfo(program, arguments, ownsTerminal);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = !ownsTerminal;
        start.WorkingDirectory = folder;
        var piped = new PipedProcess(program, new Process { StartInfo = start }, ownsTerminal);

        // PDEATHSIG fires when the *thread* that started the process ends: this thread stays until the program has ended.
        new Thread(piped.StartAndWait) { IsBackground = true, Name = program }.Start();
        try
        {
            await piped._started.Task;
        }
        catch (Win32Exception error)
        {
            throw new RunnerException($"{program} did not start: {error.Message}", error);
        }

        piped._messages = piped._process.StandardError.ReadToEndAsync(CancellationToken.None);
        return piped;
    }

    /// <inheritdoc/>
    public async Task<(RunEnd End, string Explanation)> ExplainEndAsync()
    {
        int status = await _exited.Task;
        if (_ownsTerminal && status == 0)
        {
            // QEMU leaves with 0 when its user wants it to: Ctrl-A X, or "quit" in its monitor.
            return (RunEnd.Cancelled, SerialRun.StoppedByUser);
        }

        await Task.WhenAny(_messages, Task.Delay(MessageWait, CancellationToken.None));
        string said = _messages.IsCompletedSuccessfully ? _messages.Result.Trim().ReplaceLineEndings("; ") : "";
        string reason = said.Length == 0 ? "" : $": {said}";
        return (RunEnd.LineEnded, $"{_program} ended with status {status} before the image said EXIT{reason}");
    }

    /// <summary>Ends the program, and what it started in its session: politely first, so that QEMU gives the terminal back, then for certain.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_exited.Task.IsCompleted)
        {
            if (!OperatingSystem.IsWindows() && (kill(-_process.Id, SigTerm) == 0 || kill(_process.Id, SigTerm) == 0))
            {
                await Task.WhenAny(_exited.Task, Task.Delay(PoliteEnd));
            }

            if (!_exited.Task.IsCompleted)
            {
                _process.Kill(entireProcessTree: true);
                await _exited.Task;
            }
        }

        _process.Dispose();
    }

    // In a session of its own the program does not get the terminal's Ctrl-C, which is for this process to deal with: QEMU would
    // end by itself then, with status 0. (setsid starts nothing of its own here, since this process's children lead no group.)
    private static ProcessStartInfo StartInfo(string program, IReadOnlyList<string> arguments, bool ownsTerminal)
    {
        const string Setpriv = "/usr/bin/setpriv";
        const string Setsid = "/usr/bin/setsid";
        if (!OperatingSystem.IsLinux() || !File.Exists(Setpriv) || !FindProgram(program))
        {
            return new ProcessStartInfo(program, arguments);
        }

        string[] tied = ["--pdeathsig", "KILL", "--", program, .. arguments];
        return !ownsTerminal && File.Exists(Setsid)
            ? new ProcessStartInfo(Setsid, [Setpriv, .. tied])
            : new ProcessStartInfo(Setpriv, tied);
    }

    private static bool FindProgram(string name) =>
        name.Contains('/')
            ? File.Exists(name)
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, name)));

    private void StartAndWait()
    {
        try
        {
            _process.Start();
        }
        catch (Exception error)
        {
            _started.SetException(error);
            return;
        }

        _started.SetResult();
        _process.WaitForExit();
        _exited.SetResult(_process.ExitCode);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);
}
