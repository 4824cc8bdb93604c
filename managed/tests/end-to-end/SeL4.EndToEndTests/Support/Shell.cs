// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Text;

namespace SeL4.EndToEndTests.Support;

/// <summary>A program that a test has started, and what it has said so far, errors included.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Shell(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // No server of the .NET SDK may outlive a test: it would hold the pipes.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the build driver of this repository.</summary>
    public static Shell Driver(params IReadOnlyList<string> arguments) =>
        Program("dotnet", [typeof(Build.Repository).Assembly.Location, .. arguments]);

    /// <summary>Starts a program.</summary>
    public static Shell Program(string program, params IReadOnlyList<string> arguments) =>
        new(new ProcessStartInfo(program, arguments));

    /// <summary>Starts a line of shell in a folder.</summary>
    public static Shell Line(string line, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = folder };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Shell(start);
    }

    /// <summary>Waits until the program has said something.</summary>
    public async Task WaitForAsync(string text, double seconds)
    {
        var time = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"ended without saying '{text}':\n{Output}");
            Assert.True(time.Elapsed.TotalSeconds < seconds, $"did not say '{text}' within {seconds} s:\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits for the program's end and returns its status.</summary>
    public async Task<int> EndAsync(double seconds)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try
        {
            await _process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"did not end within {seconds} s:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits for the program's end, which has to be a good one.</summary>
    public async Task SucceedAsync(double seconds)
    {
        int status = await EndAsync(seconds);
        Assert.True(status == 0, $"ended with status {status}:\n{Output}");
    }

    /// <summary>Kills the program, and nothing that it has started.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            if (line is not null)
            {
                _output.AppendLine(line);
            }
        }
    }
}
