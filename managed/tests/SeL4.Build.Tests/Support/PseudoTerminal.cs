// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SeL4.Build.Tests.Support;

/// <summary>A terminal device whose other end is a test.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWriteNoControllingTerminal = 2 | 0x100; // O_RDWR | O_NOCTTY of Linux on x64 and arm64

    private readonly FileStream _other;

    public PseudoTerminal()
    {
        int descriptor = posix_openpt(ReadWriteNoControllingTerminal);
        Assert.True(descriptor >= 0 && grantpt(descriptor) == 0 && unlockpt(descriptor) == 0, "no pseudo terminal");
        Path = Marshal.PtrToStringUTF8(ptsname(descriptor))!;
        _other = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>The device.</summary>
    public string Path { get; }

    public void Write(byte[] bytes) => _other.Write(bytes);

    /// <summary>Reads what was typed into the device, up to the end of a line.</summary>
    public string ReadLine()
    {
        var line = new List<byte>();
        for (int next = _other.ReadByte(); next is >= 0 and not '\n'; next = _other.ReadByte())
        {
            line.Add((byte)next);
        }

        return System.Text.Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>Reads lines until one has a text in it.</summary>
    public void ReadUntil(string text)
    {
        while (!ReadLine().Contains(text, StringComparison.Ordinal))
        {
        }
    }

    public void Dispose() => _other.Dispose();

    [LibraryImport("libc")]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc")]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc")]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc")]
    private static partial nint ptsname(int descriptor);
}
