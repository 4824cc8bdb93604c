// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;
using System.Xml.Linq;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests;

/// <summary>The picture of a run in the README shows what the tests of the sample VMM expect of its output.</summary>
public sealed class RunPictureTests
{
    [Fact]
    public void The_picture_shows_what_the_demo_has_to_print()
    {
        string[] patterns = [.. XDocument.Load(Path.Combine(TestRepository.Real.ManagedSamples, "Demo", "Demo.csproj"))
            .Descendants("SeL4ExpectOutput").Select(item => item.Attribute("Include")!.Value)];
        Assert.True(patterns.Length > 10);
        Assert.All(patterns, pattern => Assert.Contains(Documents.RunPicture, line => Regex.IsMatch(line, pattern)));
    }

    [Fact]
    public void The_picture_is_as_high_as_its_text()
    {
        XElement picture = XDocument.Load(Documents.RunPictureFile).Root!;
        int[] lines = [.. picture.Elements().Where(e => e.Name.LocalName == "text").Select(e => (int)e.Attribute("y")!)];
        Assert.InRange((int)picture.Attribute("height")! - lines.Max(), 17, 40);
        Assert.Equal(lines.Order().Distinct(), lines);
    }
}
