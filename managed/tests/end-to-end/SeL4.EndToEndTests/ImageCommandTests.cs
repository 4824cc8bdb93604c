// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary><c>image</c>: what it puts into a folder is what U-Boot starts.</summary>
public sealed class ImageCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Requires(UBoot.Firmware)]
    public async Task UBoot_finds_the_script_and_starts_the_image()
    {
        using Shell image = Shell.Driver("image", "--image", "hello-c", "--kernel", "bundled-debug", "--output", _folder.File("disk"));
        await image.SucceedAsync(300);
        Assert.Contains("tftpboot 0x50000000 hello-c.img && booti 0x50000000 - ${fdtcontroladdr}", image.Output);
        using Shell board = Shell.Line($"exec {UBoot.Machine} -serial stdio", _folder.Path, new Dictionary<string, string>());
        await board.WaitForAsync("S4T 0 EXIT 0", 100);
        Assert.Contains("Found U-Boot script", board.Output);
        Assert.Contains("loader: loader image at [0x50000000", board.Output);
    }

    [Fact]
    public async Task An_unknown_image_is_refused()
    {
        using Shell image = Shell.Driver("image", "--image", "none", "--kernel", "bundled-debug", "--output", _folder.File("disk"));
        Assert.Equal(1, await image.EndAsync(300));
        Assert.Contains("no image is called 'none'", image.Output);
        Assert.False(Directory.Exists(_folder.File("disk")));
    }
}
