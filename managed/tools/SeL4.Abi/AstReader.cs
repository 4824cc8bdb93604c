// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.Json;

namespace SeL4.Abi;

/// <summary>Declarations from clang's <c>-ast-dump=json</c>.</summary>
internal sealed class AstReader(RecordLayouts layouts, string constantPrefix)
{
    private readonly Dictionary<string, CRecord> _records = [];
    private readonly Dictionary<string, CEnum> _enums = [];
    private readonly Dictionary<string, CFunction> _functions = [];
    private readonly Dictionary<string, string> _typedefs = [];
    private readonly Dictionary<string, Int128> _constants = [];
    private readonly Dictionary<string, CEnum> _unnamedEnums = [];

    // clang names a file only where it differs from the one before.
    private string _file = "";

    public CDeclarations Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        foreach (JsonElement node in Inner(document.RootElement))
        {
            FollowFile(node);
            Take(node);
            FollowFiles(node);
        }

        return new CDeclarations(_records, _enums, _functions, _typedefs, _constants);
    }

    private static IEnumerable<JsonElement> Inner(JsonElement node) =>
        node.TryGetProperty("inner", out JsonElement inner) ? inner.EnumerateArray() : [];

    private static string Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement value) ? value.GetString() ?? "" : "";

    private static string TypeOf(JsonElement node) => Text(node.GetProperty("type"), "qualType");

    private static string? FileOf(JsonElement location)
    {
        string? file = null;
        foreach (JsonProperty property in location.EnumerateObject())
        {
            if (property.NameEquals("file"))
            {
                file = property.Value.GetString();
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && !property.NameEquals("includedFrom"))
            {
                file = FileOf(property.Value) ?? file;
            }
        }

        return file;
    }

    private void FollowFile(JsonElement node)
    {
        foreach (string place in (string[])["loc", "range"])
        {
            if (node.TryGetProperty(place, out JsonElement location))
            {
                _file = FileOf(location) ?? _file;
            }
        }
    }

    private void FollowFiles(JsonElement node)
    {
        FollowFile(node);
        foreach (JsonElement inner in Inner(node))
        {
            FollowFiles(inner);
        }
    }

    private void Take(JsonElement node)
    {
        switch (Text(node, "kind"))
        {
            case "RecordDecl":
                TakeRecord(node);
                break;
            case "EnumDecl":
                TakeEnum(node);
                break;
            case "FunctionDecl":
                TakeFunction(node);
                break;
            case "TypedefDecl":
                TakeTypedef(node);
                break;
        }
    }

    private void TakeRecord(JsonElement node)
    {
        string name = Text(node, "name");
        bool complete = node.TryGetProperty("completeDefinition", out _);
        if (name.Length == 0 || (_records.TryGetValue(name, out CRecord? known) && known.IsComplete))
        {
            return;
        }

        CField[] fields = complete
            ? [.. Inner(node).Where(n => Text(n, "kind") == "FieldDecl").Select(n => Field(name, n))]
            : [];
        _records[name] = new CRecord(name, complete ? layouts.Size(name) : -1, fields, CommentReader.Read(node));
    }

    private CField Field(string record, JsonElement node) => new(
        Text(node, "name"), TypeOf(node), layouts.Offset(record, Text(node, "name")), CommentReader.Read(node));

    private void TakeEnum(JsonElement node)
    {
        var members = new List<CEnumMember>();
        Int128 next = 0;
        foreach (JsonElement member in Inner(node).Where(n => Text(n, "kind") == "EnumConstantDecl"))
        {
            next = ValueOf(member) ?? next;
            members.Add(new CEnumMember(Text(member, "name"), next, CommentReader.Read(member)));
            next++;
        }

        string name = Text(node, "name");
        var result = new CEnum(name, members, CommentReader.Read(node));
        if (name.Length > 0)
        {
            _enums.TryAdd(name, result);
        }
        else if (members is [{ } only] && only.Name.StartsWith(constantPrefix, StringComparison.Ordinal))
        {
            _constants[only.Name[constantPrefix.Length..]] = only.Value;
        }
        else
        {
            _unnamedEnums[Text(node, "id")] = result;
        }
    }

    private static Int128? ValueOf(JsonElement node)
    {
        foreach (JsonElement inner in Inner(node))
        {
            if (inner.TryGetProperty("value", out JsonElement value) && Text(inner, "kind") == "ConstantExpr")
            {
                return Int128.Parse(value.GetString()!, CultureInfo.InvariantCulture);
            }

            if (ValueOf(inner) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private void TakeFunction(JsonElement node)
    {
        string name = Text(node, "name");
        CParameter[] parameters =
        [
            .. Inner(node).Where(n => Text(n, "kind") == "ParmVarDecl").Select(n => new CParameter(Text(n, "name"), TypeOf(n))),
        ];
        bool isInline = Inner(node).Any(n => Text(n, "kind") == "CompoundStmt");
        _functions.TryAdd(name, new CFunction(
            name, CType.ResultOf(TypeOf(node)), parameters, isInline, _file, CommentReader.Read(node)));
    }

    private void TakeTypedef(JsonElement node)
    {
        string name = Text(node, "name");
        string target = TypeOf(node);
        foreach (JsonElement type in Inner(node))
        {
            // An enumeration or structure without a tag goes by the name of its typedef.
            if (type.TryGetProperty("ownedTagDecl", out JsonElement tag)
                && _unnamedEnums.Remove(Text(tag, "id"), out CEnum? unnamed))
            {
                _enums.TryAdd(name, unnamed with { Name = name });
                target = "enum " + name;
            }
        }

        _typedefs.TryAdd(name, target);
    }
}
