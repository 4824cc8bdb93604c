// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;
using SeL4.Build.Guests;
using SeL4.Runner.Images;

namespace SeL4.Build.Debugging;

/// <summary>The commands that make gdb know everything that runs, and connect it to a QEMU that waits for it.</summary>
internal sealed class GdbScript
{
    /// <summary>The port of this host at which QEMU waits when none is named.</summary>
    public const int DefaultPort = 1234;

    /// <summary>What stands for the repository in debug information (native/cmake/SourceRoot.cmake).</summary>
    public const string SourceRoot = "/_";

    /// <summary>The port of this host at which QEMU waits.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The name of its file: runs at once have a port each, and so a script.</summary>
    public string FileName => Port == DefaultPort ? "gdbinit" : string.Create(CultureInfo.InvariantCulture, $"gdbinit-{Port}");

    /// <summary>The root task, which gdb takes for the program; <see langword="null"/> when its file is not at hand.</summary>
    public string? RootTask { get; init; }

    /// <summary>Everything else that has symbols, at the addresses that it was linked at.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>The repository, where the sources are; <see langword="null"/> when they are not at hand.</summary>
    public string? Sources { get; init; }

    /// <summary>The script of one run.</summary>
    /// <param name="image">What is booted: its ELF file has the symbols of the loader.</param>
    /// <param name="kernel">The kernel's ELF file, when it is known.</param>
    /// <param name="guest">The guest that the user brings, or that the image's description names.</param>
    /// <param name="sources">The repository that the image was built from.</param>
    /// <param name="port">The port of this host at which QEMU waits.</param>
    public static GdbScript For(BootImage image, string? kernel, string? guest, string sources, int port)
    {
        string?[] others = [kernel, image.ElfPath, .. image.Symbols, guest];
        return new GdbScript
        {
            Port = port,
            Sources = sources,
            RootTask = image.RootTaskPath,
            Symbols = [.. others.Where(file => file is not null && IsElf(file)).Cast<string>().Select(Path.GetFullPath).Distinct()],
        };
    }

    /// <summary>Writes the script.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, ToString());
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("# Written by 'build.sh run --debug'. Root task (EL0), kernel and loader (EL2) and guest (EL1) have addresses");
        text.AppendLine("# of their own, and a breakpoint stops whoever gets there: docs/debugging.md.");
        text.AppendLine("set architecture aarch64");
        text.AppendLine("set confirm off");
        if (Sources is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"set substitute-path {SourceRoot} {Quote(Sources)}");
        }

        if (RootTask is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"file {Quote(RootTask)}");
        }

        foreach (string file in Symbols)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"add-symbol-file {Quote(file)}");
        }

        text.AppendLine("set confirm on");
        text.AppendLine(CultureInfo.InvariantCulture, $"target remote 127.0.0.1:{Port}");
        return text.ToString();
    }

    private static bool IsElf(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[4];
        return ElfFile.IsElf(magic[..file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)]);
    }

    private static string Quote(string path) => $"\"{path.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
