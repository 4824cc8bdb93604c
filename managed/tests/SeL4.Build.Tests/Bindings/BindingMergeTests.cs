// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Bindings;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Bindings;

public sealed class BindingMergeTests : IDisposable
{
    private const string Forward = "public partial struct Vm\n{\n}\n";
    private const string Whole = "public partial struct Vm\n{\n    public int Field;\n}\n";

    private readonly TemporaryFolder _folder = new();
    private readonly BindingMerge _merge = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Forward, Whole)]
    [InlineData(Whole, Forward)]
    public void The_definition_wins_over_a_forward_declaration_whichever_comes_first(string first, string second)
    {
        Add("a", "Vm.cs", first);
        Add("b", "Vm.cs", second);
        Assert.Equal(Whole, _merge.Files["Vm.cs"]);
    }

    [Fact]
    public void So_do_tests_of_its_size()
    {
        Add("a", "VmTests.cs", "Assert.Equal(1, sizeof(Vm));");
        Add("b", "VmTests.cs", "Assert.Equal(8, sizeof(Vm));");
        Assert.Equal("Assert.Equal(8, sizeof(Vm));", _merge.Files["VmTests.cs"]);
    }

    [Fact]
    public void Files_of_all_headers_come_together_and_equal_ones_count_once()
    {
        Add("a", "A.cs", Whole);
        Add("b", "A.cs", Whole);
        Add("b", "B.cs", "b");
        Assert.Equal(["A.cs", "B.cs"], _merge.Files.Keys);
    }

    [Fact]
    public void Two_definitions_that_differ_are_refused()
    {
        Add("a", "Vm.cs", Whole);
        Assert.Contains("Vm.cs", Assert.Throws<UserErrorException>(() => Add("b", "Vm.cs", Whole.Replace("int", "long"))).Message);
    }

    private void Add(string folder, string name, string text)
    {
        _folder.Write($"{folder}/{name}", text);
        _merge.Add(_folder.File(folder));
    }
}
