// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.Runner;
using SeL4.Runner.Images;

namespace SeL4.Build.Tests.Images;

public sealed class BootImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_are_found_by_their_descriptions_in_the_order_of_their_names()
    {
        Write("b", """{"name":"b","kind":"crash","timeoutSeconds":30,"expectExit":139,"expectOutput":["pc 0x"]}""");
        Write("a", """{"name":"a","kind":"suite","timeoutSeconds":null}""");
        _folder.Write("images/c.elf", "not described");
        IReadOnlyList<BootImage> images = BootImage.Discover([_folder.File("images"), _folder.File("absent")]);
        Assert.Equal(["a", "b"], images.Select(i => i.Name));
        Assert.Equal((ImageKind.Suite, 0, null), (images[0].Kind, images[0].ExpectExit, images[0].TimeoutSeconds));
        Assert.Equal((ImageKind.Crash, 139, 30), (images[1].Kind, images[1].ExpectExit, images[1].TimeoutSeconds));
        Assert.Equal(_folder.File("images/a.elf"), images[0].ElfPath);
    }

    [Theory]
    [InlineData("{", "a.image.json")]
    [InlineData("""{"name":"b"}""", "called otherwise")]
    [InlineData("""{"kind":"suite"}""", "name")]
    [InlineData("""{"name":"a","kind":"film"}""", "kind")]
    [InlineData("""{"name":"a","timeout":3}""", "timeout")]
    [InlineData("""{"name":"a","expectOutput":["("]}""", "'('")]
    public void A_wrong_description_is_refused(string json, string message)
    {
        Write("a", json);
        Assert.Contains(
            message, Assert.Throws<RunnerException>(() => BootImage.Discover([_folder.File("images")])).Message);
    }

    [Fact]
    public void A_description_without_its_image_is_refused()
    {
        Write("a", """{"name":"a"}""");
        File.Delete(_folder.File("images/a.elf"));
        Assert.Contains("a.elf", Assert.Throws<RunnerException>(() => BootImage.Discover([_folder.File("images")])).Message);
    }

    private void Write(string name, string json)
    {
        _folder.Write($"images/{name}.image.json", json);
        _folder.Write($"images/{name}.elf", "");
    }
}
