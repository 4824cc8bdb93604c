// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SeL4.Build.Guests;

/// <summary>
/// A file for QEMU to read. On Linux it is in no folder, but memory of this process: it is gone with the process, even when that
/// is killed. Elsewhere it is a temporary file, gone when this is disposed.
/// </summary>
internal sealed partial class ParcelFile : IDisposable
{
    private const uint CloseOnExec = 1; // MFD_CLOEXEC (linux/memfd.h)

    private readonly bool _hasName;

    private ParcelFile(FileStream stream, string path, bool hasName) => (Stream, Path, _hasName) = (stream, path, hasName);

    /// <summary>Its content; what was written is to be flushed before it is read by its path.</summary>
    public FileStream Stream { get; }

    /// <summary>Where another process of this user finds it, until this is disposed.</summary>
    public string Path { get; }

    /// <summary>Creates an empty one.</summary>
    /// <exception cref="IOException">The operating system refuses it.</exception>
    public static ParcelFile Create()
    {
        if (!OperatingSystem.IsLinux())
        {
            string path = System.IO.Path.GetTempFileName();
            return new ParcelFile(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read), path, hasName: true);
        }

        int descriptor = memfd_create("sel4-guest", CloseOnExec);
        return descriptor >= 0
            ? new ParcelFile(
                new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite),
                string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{descriptor}"),
                hasName: false)
            : throw new IOException($"memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (_hasName)
        {
            File.Delete(Path);
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);
}
