// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Abi;
using SeL4.Build.Bindings;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Bindings;

public sealed class BindingDocumentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Generated_code_takes_its_documentation_from_one_file_and_constants_get_some_too()
    {
        string code = BindingDocumentation.Redirect("""
            public static partial class Native
                /// <include file='Native.xml' path='doc/member[@name="Native.vm_run"]/*' />
                [NativeTypeName("#define LIMIT 5")]
            """);
        Assert.Contains("""<include file='Documentation.xml' path='doc/member[@name="Native.vm_run"]/*' />""", code);
        Assert.Contains("""    /// <include file='Documentation.xml' path='doc/member[@name="Native.LIMIT"]/*' />""", code);
    }

    [Fact]
    public void A_function_has_every_parameter_and_text_is_escaped()
    {
        var comment = new CComment(["Runs <it>.", "More & more."], new Dictionary<string, string> { ["count"] = "how often" }, "0, or not");
        var run = new CFunction("vm_run", "int", [new("vm", "vm_t *"), new("count", "int"), new("odd", "long")], false, "h", comment);
        string text = Write(run, "Native.vm_run");
        Assert.Contains("<summary>Runs &lt;it&gt;.</summary>", text);
        Assert.Contains("<param name=\"vm\">the VM</param>", text); // usual names explain themselves
        Assert.Contains("<param name=\"count\">how often</param>", text);
        Assert.Contains("<param name=\"odd\">long odd</param>", text);
        Assert.Contains("<returns>0, or not</returns>", text);
        Assert.Contains("<remarks><para>More &amp; more.</para></remarks>", text);
    }

    [Fact]
    public void A_function_without_a_comment_shows_its_declaration() =>
        Assert.Contains(
            "<summary><c>void stop(void)</c></summary>",
            Write(new CFunction("stop", "void", [], false, "h", null), "Native.stop"));

    [Fact]
    public void A_constant_has_the_comment_above_its_definition()
    {
        string header = _folder.Write("h.h", "/** Most\n * of them. */\n#define LIMIT 5\n");
        string text = new BindingDocumentation(Declarations(), [header]).Write(
            [BindingDocumentation.Redirect("public static partial class Native\n    [NativeTypeName(\"#define LIMIT 5\")]\n")]);
        Assert.Contains("<summary>Most of them. <c>#define LIMIT 5</c></summary>", text);
    }

    private static string Write(CFunction function, string member) =>
        new BindingDocumentation(Declarations(function), []).Write([$"doc/member[@name=\"{member}\"]"]);

    private static CDeclarations Declarations(params CFunction[] functions) => new(
        new Dictionary<string, CRecord>(), new Dictionary<string, CEnum>(), functions.ToDictionary(f => f.Name),
        new Dictionary<string, string>(), new Dictionary<string, Int128>());
}
