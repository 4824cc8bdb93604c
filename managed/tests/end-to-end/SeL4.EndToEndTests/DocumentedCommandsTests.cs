// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;
using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary>Every command of README.md and docs, typed into a copy of the repository where nothing is built.</summary>
public sealed class DocumentedCommandsTests : IDisposable
{
    /// <summary>What is not run here, and why.</summary>
    private static readonly Dictionary<string, string> NotHere = new()
    {
        ["./build.sh test"] = "it runs this test",
        ["./build.sh test --filter guest-registers"] = "the test command runs the suite on every kernel",
        ["./build.sh run --debug"] = "it waits for gdb: GdbTests",
        ["gdb-multiarch -x out/debug/gdbinit"] = "it goes with run --debug: GdbTests",
        ["./build.sh bench"] = "without a real kernel it is the next one",
        ["./build.sh bench --sel4-prefix DIR --json now.json"] = "DIR is a kernel of the reader's: RealKernelTests",
        ["./build.sh bench --compare earlier.json"] = "it compares with figures of an earlier day: BenchmarkComparisonTests",
        ["./build.sh sdk --kernel bundled --release"] = "SeL4.Packages.Tests begin with it",
        ["./build.sh run --guest vmlinuz --initrd initrd.gz --append \"earlycon console=ttyAMA0\" --ram 256M"] = Linux,
        ["apt-get download linux-image-6.1.0-56-arm64:arm64 busybox-static:arm64"] = Linux,
        ["for package in linux-image-*.deb busybox-static_*.deb; do dpkg-deb -x \"$package\" debian; done"] = Linux,
        ["cp debian/boot/vmlinuz-* vmlinuz"] = Linux,
        ["mkdir -p ramdisk/bin ramdisk/dev ramdisk/proc ramdisk/sys"] = Linux,
        ["cp debian/bin/busybox ramdisk/bin"] = Linux,
        ["cp native/guests/runs/linux_init.sh ramdisk/init"] = Linux,
        ["(cd ramdisk && find . | cpio -o -H newc | gzip) >initrd.gz"] = Linux,
        ["SEL4_TEST_LINUX=$PWD/vmlinuz SEL4_TEST_INITRD=$PWD/initrd.gz ./build.sh test --filter LinuxTests"] = Linux,
    };

    private const string Linux = "the kernel and the RAM disk are a distribution's: LinuxTests";

    /// <summary>What is built for people to use; a document may use only what its own commands have built.</summary>
    private static readonly string[] Products = ["sdk", "images", "stamps"];

    /// <summary>Its output is docs/run.svg.</summary>
    private const string PicturedCommand = "./build.sh run";

    /// <summary>What runs where everything is built already: the copy would build it all once more for a release kernel.</summary>
    private static readonly string[] InRepository = ["./build.sh bench --kernel bundled"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_command_does_what_its_document_says()
    {
        CopyRepository();
        Dictionary<string, string> environment = Environment();
        DocumentBlock[] blocks = [.. Documents.Guides.SelectMany(Documents.Blocks)];
        var run = new HashSet<string>();
        string document = "";
        string output = "";
        foreach (DocumentBlock block in blocks)
        {
            if (block.Document != document)
            {
                document = block.Document;
                ForgetProducts();
            }

            switch (block.Language)
            {
                case "asm":
                    _folder.Write("copy/guest.S", string.Join('\n', block.Lines) + "\n");
                    break;
                case "text":
                    Assert.All(block.Lines, line => Assert.Contains(line, output));
                    break;
                default:
                    BringGuest();
                    foreach (string command in block.Commands.Where(c => !NotHere.ContainsKey(c) && run.Add($"{document}: {c}")))
                    {
                        output = await RunAsync(command, $"{block.Document}:{block.Line}", environment);
                        if (command == PicturedCommand)
                        {
                            string shown = Unnumbered(output.Replace(_folder.File("copy/"), "", StringComparison.Ordinal));
                            Assert.All(Documents.RunPicture.Skip(1), line => Assert.Contains(Unnumbered(line), shown));
                        }
                    }

                    break;
            }
        }

        Assert.NotEmpty(run);
    }

    [Fact]
    public void What_is_not_run_is_still_in_the_documents() =>
        Assert.Empty(NotHere.Keys.Except(Documents.Guides.SelectMany(Documents.Blocks).SelectMany(b => b.Commands)));

    // Times, sizes of files and addresses of instructions are not the same every time.
    private static string Unnumbered(string text) => Regex.Replace(Regex.Replace(text, "0x[0-9a-f]+|[0-9]+(\\.[0-9]+)?", "N"), " +", " ").TrimEnd();

    private async Task<string> RunAsync(string command, string place, Dictionary<string, string> environment)
    {
        // Each place in its own environment: what is restored remembers the folder of packages, and that is below HOME.
        using Shell shell = InRepository.Contains(command)
            ? Shell.Line(command, TestRepository.Real.Root, new Dictionary<string, string>())
            : Shell.Line(command, _folder.File("copy"), environment);
        int status = await shell.EndAsync(600);
        Assert.True(status == 0, $"{place}: '{command}' ended with status {status}:\n{shell.Output}");
        return shell.Output;
    }

    // The reader has no real kernel and no templates yet; packages are taken from where they were downloaded to.
    private Dictionary<string, string> Environment()
    {
        string home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        Directory.CreateDirectory(_folder.File("home"));
        foreach (string name in new[] { ".nuget", ".dotnet" }.Where(n => Directory.Exists(Path.Combine(home, n))))
        {
            Directory.CreateSymbolicLink(_folder.File($"home/{name}"), Path.Combine(home, name));
        }

        return new Dictionary<string, string> { ["HOME"] = _folder.File("home"), ["SEL4_PREFIX"] = "" };
    }

    // The reader's own guest: one of the repository's, once that is built.
    private void BringGuest()
    {
        string built = _folder.File("copy/out/sdk/bundled-debug/guests/hello.elf");
        if (File.Exists(built))
        {
            File.Copy(built, _folder.File("copy/guest.elf"), overwrite: true);
        }
    }

    // The intermediate files stay: each document would take as long as the first one.
    private void ForgetProducts()
    {
        foreach (string folder in Products.Select(p => _folder.File($"copy/out/{p}")).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void CopyRepository()
    {
        string root = TestRepository.Real.Root;
        foreach (string entry in Directory.GetFileSystemEntries(root).Where(e => Path.GetFileName(e) is not ("out" or ".git")))
        {
            Copy(entry, Path.Combine(_folder.File("copy"), Path.GetFileName(entry)));
        }
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        foreach (string entry in Directory.GetFileSystemEntries(from))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}
