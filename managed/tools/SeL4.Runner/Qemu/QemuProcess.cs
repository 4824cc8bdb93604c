// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SeL4.Runner.Qemu;

/// <summary>
/// A running QEMU that dies with its owner: with <see cref="DisposeAsync"/>, and, on Linux, with this process, even when
/// that is killed.
/// </summary>
internal sealed partial class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan PoliteEnd = TimeSpan.FromSeconds(2);
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private QemuProcess(Process process) => _process = process;

    /// <summary>The serial port's output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The serial port's input; only when the run is not interactive.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>QEMU's own messages.</summary>
    public StreamReader Messages => _process.StandardError;

    /// <summary>Starts the emulator of <paramref name="request"/>.</summary>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<QemuProcess> StartAsync(RunRequest request)
    {
        ProcessStartInfo start = StartInfo(request.Machine.Emulator, QemuCommand.Arguments(request));
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = !request.Interactive;
        var qemu = new QemuProcess(new Process { StartInfo = start });

        // PDEATHSIG fires when the *thread* that started the process ends: this thread stays until QEMU has ended.
        new Thread(qemu.StartAndWait) { IsBackground = true, Name = "qemu" }.Start();
        await qemu._started.Task;
        return qemu;
    }

    /// <summary>Waits for QEMU to end and returns its status.</summary>
    public Task<int> WaitAsync() => _exited.Task;

    /// <summary>Ends QEMU: politely first, so that it gives the terminal back, then for certain.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_exited.Task.IsCompleted)
        {
            if (!OperatingSystem.IsWindows() && kill(_process.Id, SigTerm) == 0)
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

    private static ProcessStartInfo StartInfo(string emulator, IReadOnlyList<string> arguments)
    {
        const string Setpriv = "/usr/bin/setpriv";
        return OperatingSystem.IsLinux() && File.Exists(Setpriv) && FindProgram(emulator)
            ? new ProcessStartInfo(Setpriv, ["--pdeathsig", "KILL", "--", emulator, .. arguments])
            : new ProcessStartInfo(emulator, arguments);
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
