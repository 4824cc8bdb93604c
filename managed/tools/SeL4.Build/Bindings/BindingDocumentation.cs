// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using SeL4.Abi;

namespace SeL4.Build.Bindings;

/// <summary>The documentation of the bindings, taken from the comments of the headers.</summary>
internal sealed partial class BindingDocumentation(CDeclarations declarations, IReadOnlyList<string> headers)
{
    private readonly Dictionary<string, string> _macros = [];
    private readonly string _headerText = string.Join("\n", headers.Select(File.ReadAllText));

    private static readonly Dictionary<string, string> UsualParameters = new()
    {
        ["vm"] = "the VM",
        ["vcpu"] = "the vCPU",
        ["reservation"] = "the reservation",
        ["cookie"] = "passed to the callback",
    };

    /// <summary>Lets the generated code take its documentation from one file; constants, which the generator leaves without, too.</summary>
    public static string Redirect(string code)
    {
        string owner = ClassName().Match(code).Groups["name"].Value;
        string constants = MacroConstant().Replace(
            code, $"${{indent}}/// <include file='x.xml' path='doc/member[@name=\"{owner}.${{name}}\"]/*' />\n$0");
        return IncludeFile().Replace(constants, $"file='{BindingsLayout.DocumentationFile}'");
    }

    /// <summary>The documentation of every member that the generated code asks for.</summary>
    public string Write(IReadOnlyCollection<string> code)
    {
        foreach (Match macro in code.SelectMany(c => MacroConstant().Matches(c)))
        {
            _macros.TryAdd(macro.Groups["name"].Value, macro.Groups["definition"].Value.Replace("\\\"", "\""));
        }

        var text = new StringBuilder("""
            <?xml version="1.0" encoding="utf-8"?>
            <!-- SPDX-License-Identifier: BSD-2-Clause -->
            <!-- Copyright (c) 2026 The SeL4.Vm contributors -->
            <!-- Generated from the comments of the C headers by './build.sh bindings'. -->
            <doc>

            """);
        foreach (string member in code.SelectMany(c => IncludedMember().Matches(c)).Select(m => m.Groups["name"].Value)
            .Distinct().Order(StringComparer.Ordinal))
        {
            text.Append($"  <member name=\"{member}\">\n").Append(Describe(member)).Append("  </member>\n");
        }

        return text.Append("</doc>\n").ToString();
    }

    private string Describe(string member)
    {
        string[] parts = member.Split('.');
        if (parts.Length == 1)
        {
            return declarations.FindRecord(member) is { } record ? Text(record.Comment, $"struct {record.Name}")
                : declarations.FindEnum(member) is { } named ? Text(named.Comment, $"enum {named.Name}")
                : Text(null, $"{member}: functions and constants");
        }

        string name = parts[^1];
        if (declarations.FindRecord(parts[0]) is { } owner)
        {
            CField? field = owner.Fields.FirstOrDefault(f => f.Name == name);
            return Text(field?.Comment, $"{field?.Type} {name}");
        }

        return declarations.FindEnum(parts[0]) is { } enumeration
            ? Text(enumeration.Members.FirstOrDefault(m => m.Name == name)?.Comment, $"{name} of enum {enumeration.Name}")
            : declarations.Functions.TryGetValue(name, out CFunction? function) ? Function(function)
            : Macro(name);
    }

    // Every parameter is documented, or none: the compiler insists.
    private static string Function(CFunction function)
    {
        CComment comment = function.Comment ?? new CComment([], new Dictionary<string, string>(), null);
        Dictionary<string, string> parameters = function.Parameters.ToDictionary(
            p => p.Name,
            p => comment.Parameters.GetValueOrDefault(p.Name) ?? UsualParameters.GetValueOrDefault(p.Name, $"{p.Type} {p.Name}"));
        return Text(comment with { Parameters = parameters }, function.ToString());
    }

    private static string Text(CComment? comment, string declaration)
    {
        var text = new StringBuilder();
        IReadOnlyList<string> paragraphs = comment is { Summary.Count: > 0 } ? comment.Summary : [];
        text.Append($"    <summary>{(paragraphs.Count > 0 ? Escape(paragraphs[0]) : $"<c>{Escape(declaration)}</c>")}</summary>\n");
        foreach ((string parameter, string what) in comment?.Parameters ?? new Dictionary<string, string>())
        {
            text.Append($"    <param name=\"{parameter}\">{Escape(what)}</param>\n");
        }

        if (comment?.Returns is { } returns)
        {
            text.Append($"    <returns>{Escape(returns)}</returns>\n");
        }

        if (paragraphs.Count > 1)
        {
            text.Append($"    <remarks>{string.Concat(paragraphs.Skip(1).Select(p => $"<para>{Escape(p)}</para>"))}</remarks>\n");
        }

        return text.ToString();
    }

    // clang's syntax tree has no macros: their comments come from the text of the headers.
    private string Macro(string name)
    {
        Match match = Regex.Match(
            _headerText, $@"/\*\*(?<comment>(?:(?!\*/).)*)\*/\n(?:#(?:define|if) [^\n]*\n)*?#define {Regex.Escape(name)}\s",
            RegexOptions.Singleline);
        string comment = Blanks().Replace(match.Groups["comment"].Value.Replace("\n *", " "), " ").Trim();
        return $"    <summary>{(comment.Length > 0 ? Escape(comment) + " " : "")}<c>#define {Escape(_macros.GetValueOrDefault(name, name))}</c></summary>\n";
    }

    private static string Escape(string text) => SecurityElement.Escape(text).Replace("&apos;", "'");

    [GeneratedRegex(@"partial class (?<name>\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"(?<indent>^[ ]+)\[NativeTypeName\(""#define (?<definition>(?<name>\w+).*)""\)\]", RegexOptions.Multiline)]
    private static partial Regex MacroConstant();

    [GeneratedRegex(@"file='[^']*\.xml'")]
    private static partial Regex IncludeFile();

    [GeneratedRegex(@"doc/member\[@name=""(?<name>[^""]+)""\]")]
    private static partial Regex IncludedMember();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
