// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SeL4.TestKit;

namespace SeL4.ConsoleSuite;

/// <summary>What cannot exist in a root task throws and names the call; it never hangs or crashes.</summary>
internal static class NotSupportedTests
{
    [TargetTest]
    public static void MakingFiles()
    {
        Names("Open", () => File.WriteAllText("/tmp/x", "text"));
        Names("Open", () => new FileStream("x", FileMode.Create).Dispose());
        Names("Open", () => new FileStream("/proc/stat", FileMode.Open, FileAccess.Write).Dispose());
        Names("Unlink", () => File.Delete("/proc/stat"));
    }

    [TargetTest]
    public static void OpeningFilesFindsNone()
    {
        Check.Throws<DirectoryNotFoundException>(() => File.ReadAllText("/etc/passwd"));
        Check.Throws<FileNotFoundException>(() => File.ReadAllText("passwd"));
        Check.Throws<FileNotFoundException>(() => new FileStream("/x", FileMode.Open, FileAccess.ReadWrite).Dispose());
    }

    [TargetTest]
    public static void ChangingDirectories()
    {
        Names("MkDir", () => Directory.CreateDirectory("/tmp/x"));
        Names("ChDir", () => Directory.SetCurrentDirectory("/"));
    }

    [TargetTest]
    public static void AskingForFilesFindsNone()
    {
        Check.True(!File.Exists("/etc/passwd"));
        Check.True(!Directory.Exists("/tmp"));
        Check.Throws<DirectoryNotFoundException>(() => Directory.GetFiles("/tmp"));
        Check.Equal(0, Directory.GetFiles("/").Length);
        Check.Equal("/", Directory.GetCurrentDirectory());
        Check.Equal("/a/c", Path.GetFullPath("/a/b/../c"));
    }

    [TargetTest]
    public static void Sockets()
    {
        var e = Record(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Dispose());
        Check.True(Unwrap(e) is PlatformNotSupportedException);
    }

    [TargetTest]
    public static void Processes()
    {
        var e = Record(() => Process.Start("/bin/true").Dispose());
        Check.True(e is not null);
    }

    [TargetTest]
    public static void NativeLibraries()
    {
        Check.Throws<DllNotFoundException>(() => NativeLibrary.Load("libnothing.so"));
        Check.True(!NativeLibrary.TryLoad("libnothing.so", out _));
    }

    [TargetTest]
    public static void TheProgramGoesOnAfterMany()
    {
        for (var i = 0; i < 200; i++)
        {
            Names("Open", () => File.Create($"file{i}").Dispose());
        }

        GC.Collect();
    }

    private static void Names(string call, Action action)
    {
        var e = Check.Throws<PlatformNotSupportedException>(action);
        Check.True(e.Message.Contains(call, StringComparison.Ordinal));
    }

    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static Exception? Unwrap(Exception? e) => e is TypeInitializationException { InnerException: { } inner } ? Unwrap(inner) : e;
}
