// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Runtime.InteropServices;
using SeL4.TestKit;

namespace SeL4.ConsoleSuite;

/// <summary>What the program can learn about itself, and the files of /proc that it comes from.</summary>
internal static class ProcessTests
{
    private static readonly string ImageName = Environment.GetCommandLineArgs()[0];

    [TargetTest]
    public static void TheProcessIsTheImage()
    {
        using var process = Process.GetCurrentProcess();
        Check.Equal(typeof(ProcessTests).Assembly.GetName().Name, ImageName);
        Check.Equal(ImageName, process.ProcessName);
        Check.Equal(Environment.ProcessId, process.Id);
        Check.Equal(ProcessPriorityClass.Normal, process.PriorityClass);
        Check.True(!process.HasExited);
        Check.True(process.StartTime <= DateTime.Now && process.TotalProcessorTime >= TimeSpan.Zero);
    }

    [TargetTest]
    public static void ItIsTheOnlyOne()
    {
        Check.Equal(Environment.ProcessId, Process.GetProcesses().Single().Id);
        Check.Equal(1, Process.GetProcessesByName(ImageName).Length);
        Check.Equal(0, Process.GetProcessesByName("init").Length);
        Check.Equal(ImageName, Process.GetProcessById(Environment.ProcessId).ProcessName);
        Check.Throws<ArgumentException>(() => Process.GetProcessById(Environment.ProcessId + 1));
    }

    [TargetTest]
    public static unsafe void TheWorkingSetGrowsWithMemory()
    {
        const int Size = 16 << 20;
        var before = Environment.WorkingSet;
        Check.True(before > 1 << 20);
        var memory = NativeMemory.AllocZeroed(Size);
        Check.True(Environment.WorkingSet - before >= Size / 2);
        using var process = Process.GetCurrentProcess();
        Check.True(process.WorkingSet64 - before >= Size / 2 && process.PeakWorkingSet64 >= process.WorkingSet64);
        Check.True(process.PrivateMemorySize64 > 0 && process.VirtualMemorySize64 >= process.WorkingSet64);
        NativeMemory.Free(memory);
    }

    [TargetTest]
    public static void ThreadsAreCounted()
    {
        using var stop = new ManualResetEventSlim();
        using var started = new CountdownEvent(3);
        var before = Threads().Count;
        var more = Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            started.Signal();
            stop.Wait();
        })).ToArray();
        Array.ForEach(more, t => t.Start());
        started.Wait();
        var during = Threads();
        Check.Equal(before + 3, during.Count);
        Check.Equal(during.Count, during.Select(t => t.Id).Distinct().Count());
        Check.Equal(1, during.Count(t => t.ThreadState == System.Diagnostics.ThreadState.Running));
        stop.Set();
        Array.ForEach(more, t => t.Join());
        Check.True(Threads().Count <= before + 3);
    }

    [TargetTest]
    public static void FilesOfTheProcess()
    {
        Check.True(File.Exists("/proc/self/status") && Directory.Exists("/proc/1/task") && !File.Exists("/proc/2/status"));
        Check.True(File.ReadAllText("/proc/self/status").Contains("\nVmRSS:", StringComparison.Ordinal));
        Check.Sequence(new[] { "/proc/1" }, Directory.GetDirectories("/proc"));
        Check.Sequence(new[] { "/proc" }, Directory.GetDirectories("/"));
        Check.Sequence(new[] { "cmdline", "stat", "status" }, Directory.GetFiles("/proc/1").Select(f => Path.GetFileName(f)).Order().ToArray());
        using var file = File.OpenRead("/proc//self/cmdline");
        Check.True(file.CanSeek && !file.CanWrite);
        Check.Equal(ImageName.Length + 1L, file.Length);
        file.Position = 1;
        Check.Equal(ImageName[1], (char)file.ReadByte());
        Check.Throws<UnauthorizedAccessException>(() => File.OpenRead("/proc/self").Dispose());
        Check.Throws<DirectoryNotFoundException>(() => Directory.GetFiles("/proc/stat"));
    }

    // A number that the system has in common with nobody: whatever is closed is there for the next one.
    [TargetTest]
    public static void DescriptorsComeBack()
    {
        for (var round = 0; round < 3; round++)
        {
            var open = new List<FileStream>();
            var refused = Check.Throws<IOException>(() =>
            {
                for (var i = 0; i < 10_000; i++)
                {
                    open.Add(File.OpenRead("/proc/stat"));
                }
            });
            Check.True(refused.Message.Contains("Too many open files", StringComparison.Ordinal));
            Check.True(open.Count >= 16);
            open.ForEach(f => f.Dispose());
        }
    }

    private static List<ProcessThread> Threads()
    {
        using var process = Process.GetCurrentProcess();
        return [.. process.Threads.Cast<ProcessThread>()];
    }
}
