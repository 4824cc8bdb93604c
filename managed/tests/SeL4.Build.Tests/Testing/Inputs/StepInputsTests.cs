// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing.Inputs;

namespace SeL4.Build.Tests.Testing.Inputs;

public sealed class StepInputsTests
{
    [Fact]
    public void A_rule_of_make_names_an_output_and_its_inputs()
    {
        StepInputs step = Assert.Single(StepInputs.ParseMake("main.o: /src/main.c \\\n ../include/a.h \\\n\n/src/main.c:\n", "/build/here"));
        Assert.Equal("main.o", step.Output);
        Assert.Equal(["/src/main.c", "/build/include/a.h"], step.Files);
    }

    [Fact]
    public void Blanks_and_signs_in_names_are_escaped() =>
        Assert.Equal(["/a b", "/c#d", "/e$f"], StepInputs.ParseMake("x: /a\\ b /c\\#d /e$$f", "/").Single().Files);

    [Fact]
    public void Ninja_prints_outputs_and_below_them_their_inputs()
    {
        const string Text = "a.obj: #deps 2, deps mtime 17 (VALID)\n    ../src/a.c\n    /usr/include/a.h\n\nb.obj: #deps 1, deps mtime 18 (STALE)\n    /b.c\n\n";
        IReadOnlyList<StepInputs> steps = StepInputs.ParseNinja(Text, "/build");
        Assert.Equal(["a.obj", "b.obj"], steps.Select(s => s.Output));
        Assert.Equal(["/src/a.c", "/usr/include/a.h"], steps[0].Files);
        Assert.Equal(["/b.c"], steps[1].Files);
    }
}
