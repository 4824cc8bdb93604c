// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SeL4.Runner.Images;

/// <summary>A bootable image and what its run is expected to show: <c>NAME.image.json</c> beside <c>NAME.elf</c>.</summary>
public sealed class BootImage
{
    /// <summary>How the name of a root task's own ELF file ends.</summary>
    public const string RootTaskSuffix = ".roottask.elf";

    /// <summary>How the name of a description ends.</summary>
    public const string DescriptionSuffix = ".image.json";

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The name, as on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What the image is for.</summary>
    public ImageKind Kind { get; init; } = ImageKind.Sample;

    /// <summary>The total time-out in seconds; <see langword="null"/> leaves the machine's.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The exit code that a good run has.</summary>
    public int ExpectExit { get; init; }

    /// <summary>Regular expressions that the output of a good run matches, each.</summary>
    public IReadOnlyList<string> ExpectOutput { get; init; } = [];

    /// <summary>Bytes that the runner types when the image has written <see cref="InputAfter"/>.</summary>
    public string? Input { get; init; }

    /// <summary>The output to wait for before <see cref="Input"/> is typed; empty types at the start.</summary>
    public string InputAfter { get; init; } = "";

    /// <summary>A guest's file that the image is handed over when the user names none.</summary>
    public string? Guest { get; init; }

    /// <summary>ELF files of the guests inside, whose symbols a debugger wants.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>The ELF file that QEMU starts.</summary>
    [JsonIgnore]
    public string ElfPath { get; private set; } = "";

    /// <summary>The same as a raw arm64 Image, which boot loaders start.</summary>
    [JsonIgnore]
    public string RawPath => Path.ChangeExtension(ElfPath, ".img");

    /// <summary>The root task's own ELF file, with symbols; <see langword="null"/> when it is not beside the image.</summary>
    [JsonIgnore]
    public string? RootTaskPath => Path.ChangeExtension(ElfPath, RootTaskSuffix) is var path && File.Exists(path) ? path : null;

    /// <summary>Reads a description.</summary>
    /// <exception cref="RunnerException">The file is not a description, or the ELF file beside it is missing.</exception>
    public static BootImage Load(string path)
    {
        BootImage image;
        try
        {
            image = JsonSerializer.Deserialize<BootImage>(File.ReadAllText(path), JsonOptions)
                ?? throw new RunnerException($"{path}: the file is empty");
            image.ExpectOutput.ToList().ForEach(pattern => _ = new Regex(pattern));
        }
        catch (Exception error) when (error is IOException or JsonException or ArgumentException)
        {
            throw new RunnerException($"{path}: {error.Message}", error);
        }

        image.ElfPath = path[..^DescriptionSuffix.Length] + ".elf";
        if (Path.GetFileName(image.ElfPath) != image.Name + ".elf")
        {
            throw new RunnerException($"{path}: names the image '{image.Name}', but the file is called otherwise");
        }

        return File.Exists(image.ElfPath) ? image : throw new RunnerException($"{image.ElfPath}: no such image");
    }

    /// <summary>Every image that the folders hold, by name; folders that do not exist hold none.</summary>
    public static IReadOnlyList<BootImage> Discover(IEnumerable<string> folders) =>
        [.. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*" + DescriptionSuffix))
            .Select(Load)
            .OrderBy(image => image.Name, StringComparer.Ordinal)];

    /// <summary>An image without a description: an ELF file that a user names.</summary>
    public static BootImage FromElf(string path) =>
        File.Exists(path)
            ? new BootImage { Name = Path.GetFileNameWithoutExtension(path), ElfPath = path }
            : throw new RunnerException($"{path}: no such file");
}
