// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Debugging;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Images;

namespace SeL4.Build.Tests.Debugging;

public sealed class GdbScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_loads_what_has_symbols_and_connects()
    {
        BootImage image = Image("demo");
        string task = Elf("demo.roottask.elf");
        string text = GdbScript.For(image, Elf("kernel.elf"), Elf("guest.elf"), "/the sources", 4321).ToString();
        string[] commands = [.. text.Split('\n').Where(l => l.StartsWith("file", StringComparison.Ordinal) || l.Contains("substitute-path") || l.Contains("symbol-file") || l.Contains("remote"))];
        Assert.Equal(
            [
                "set substitute-path /_ \"/the sources\"",
                $"file \"{task}\"",
                $"add-symbol-file \"{_folder.File("kernel.elf")}\"",
                $"add-symbol-file \"{_folder.File("demo.elf")}\"",
                $"add-symbol-file \"{_folder.File("guest.elf")}\"",
                "target remote 127.0.0.1:4321",
            ],
            commands);
    }

    [Fact]
    public void Guests_that_the_description_names_are_loaded_once()
    {
        string guest = Elf("guest.elf");
        BootImage image = Image("demo", $$"""{"name":"demo","symbols":["{{guest}}"]}""");
        Assert.Equal([image.ElfPath, guest], GdbScript.For(image, null, guest, "/sources", 1).Symbols);
    }

    [Fact]
    public void What_is_absent_or_no_ELF_file_is_left_out()
    {
        BootImage image = Image("demo");
        GdbScript script = GdbScript.For(image, _folder.File("absent"), _folder.Write("guest.bin", "raw"), "/sources", 1);
        Assert.Null(script.RootTask);
        Assert.Equal([image.ElfPath], script.Symbols);
    }

    [Fact]
    public void Names_are_quoted_as_gdb_reads_them() =>
        Assert.Contains(
            """
            add-symbol-file "/a b/\"c\\d"
            """,
            new GdbScript { Symbols = ["/a b/\"c\\d"] }.ToString());

    private BootImage Image(string name, string? json = null)
    {
        Elf($"{name}.elf");
        return BootImage.Load(_folder.Write($"{name}.image.json", json ?? $$"""{"name":"{{name}}"}"""));
    }

    private string Elf(string name) => _folder.Write(name, "\u007fELF...");
}
