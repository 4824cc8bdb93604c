// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Layers;

/// <summary>The managed projects refer to each other downwards only.</summary>
public sealed class ManagedLayersTests : IDisposable
{
    private static readonly string Root = TestRepository.Real.Root;

    private static readonly string[] Files =
        [.. ProjectReferences.Files(Path.Combine(Root, "managed"), Path.Combine(Root, "bindings"))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_row_of_the_table_points_up() => Assert.Empty(ManagedLayers.Projects.Mistakes());

    [Fact]
    public void The_projects_refer_to_each_other_as_the_table_says() =>
        Assert.Empty(ManagedLayers.Projects.Mistakes(ProjectReferences.Arrows(Files)));

    [Fact]
    public void The_table_knows_every_project() =>
        Assert.Equal(Files.Select(ProjectReferences.NameOf).Order(), ManagedLayers.Projects.Parts.Order());

    [Fact]
    public void The_readme_shows_the_table()
    {
        string[] rows =
        [
            .. File.ReadLines(Path.Combine(Root, "managed", "SeL4.Vm", "README.md"))
                .SkipWhile(l => l != "| project | refers to |").Skip(2).TakeWhile(l => l.StartsWith('|')),
        ];
        Assert.Equal(ManagedLayers.Projects.Rows.Select(r => $"| {Code([r.Part])} | {(r.MayUse.Length == 0 ? "–" : Code(r.MayUse))} |"), rows);
    }

    [Fact]
    public void A_reference_that_the_table_lacks_is_a_mistake()
    {
        _folder.Write("low/Low.csproj", "<Project />");
        _folder.Write("high/High.csproj", Reference("../low/Low.csproj"));
        Assert.Empty(Mistakes());

        _folder.Write("low/Low.csproj", Reference("../high/High.csproj"));
        Assert.Equal(["Low.csproj: Low must not use High"], Mistakes());

        _folder.Write("low/Low.csproj", Reference("../tests/Kit.csproj;../tests/Other.csproj"));
        Assert.Equal(["Low.csproj: Low must not use Kit", "Low.csproj: Low must not use Other"], Mistakes().Take(2));
    }

    private static string Code(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));

    private static string Reference(string path) =>
        $"<Project><ItemGroup><ProjectReference Include=\"{path}\" /></ItemGroup></Project>";

    private IEnumerable<string> Mistakes() => new LayerTable(("Low", []), ("High", ["Low"]))
        .Mistakes(ProjectReferences.Arrows(ProjectReferences.Files(_folder.Path)));
}
