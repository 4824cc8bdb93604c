// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

internal static partial class TextTests
{
    [TargetTest]
    public static void ParseAndFormatIntegers()
    {
        Check.Equal(-42, int.Parse("-42"));
        Check.Equal(0xdeadbeefu, Convert.ToUInt32("deadbeef", 16));
        Check.Equal("00FF", 255.ToString("X4"));
        Check.Equal("1,234,567", 1234567.ToString("N0", CultureInfo.InvariantCulture));
        Check.Equal("0b101", $"0b{5:b}");
        Check.True(!int.TryParse("12a", out _));
        Check.Throws<FormatException>(() => int.Parse("x"));
        Check.Throws<OverflowException>(() => byte.Parse("256"));
        Check.Equal(long.MinValue, long.Parse("-9223372036854775808"));
        Check.Equal("18446744073709551615", ulong.MaxValue.ToString());
    }

    [TargetTest]
    public static void ParseAndFormatFloats()
    {
        foreach (var value in new[] { 0.1, 1e300, -2.5e-308, 1.0 / 3, double.Epsilon, 123456789.125 })
        {
            Check.Equal(value, double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }

        Check.Equal("3.142", Math.PI.ToString("F3", CultureInfo.InvariantCulture));
        Check.Equal("1.5E+010", 1.5e10.ToString("E1", CultureInfo.InvariantCulture));
        Check.Equal("NaN", double.NaN.ToString(CultureInfo.InvariantCulture));
        Check.Equal(0.1f, float.Parse("0.1", CultureInfo.InvariantCulture));
        Check.Equal("12.5 %", 0.125.ToString("P1", CultureInfo.InvariantCulture));
    }

    [TargetTest]
    public static void StringBuilders()
    {
        var builder = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            builder.Append(i).Append(',');
        }

        Check.Equal(3890, builder.Length);
        builder.Replace(",", ";").Insert(0, "<").AppendFormat("{0:X}>", 255).Remove(1, 2);
        var text = builder.ToString();
        Check.True(text.StartsWith("<1;2;", StringComparison.Ordinal) && text.EndsWith("999;FF>", StringComparison.Ordinal));
    }

    [TargetTest]
    public static void StringOperations()
    {
        Check.Sequence(["a", "b", "", "c"], "a,b,,c".Split(','));
        Check.Sequence(["a", "b"], " a ; b ".Split(';', StringSplitOptions.TrimEntries));
        Check.Equal("b-a", string.Join('-', "ab".Reverse()));
        Check.Equal("HELLO wörld", "hello WÖRLD"[..5].ToUpperInvariant() + " " + "WÖRLD".ToLowerInvariant());
        Check.Equal("  x", "x".PadLeft(3));
        Check.Equal(4, "abcabc".LastIndexOf("bc", StringComparison.Ordinal));
        Check.True("Straße".Equals("STRAßE", StringComparison.OrdinalIgnoreCase));
        Check.True(string.CompareOrdinal("a", "b") < 0);
        Check.Equal("x=1", string.Create(3, 1, (span, n) => $"x={n}".CopyTo(span)));
    }

    [TargetTest]
    public static void Encodings()
    {
        const string Text = "grün € 𝄞";
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            Check.Equal(Text, encoding.GetString(encoding.GetBytes(Text)));
        }

        Check.Equal("a?", Encoding.ASCII.GetString(Encoding.ASCII.GetBytes("aé")));
        Check.Equal("\ufffd", Encoding.UTF8.GetString([0xff]));
        Check.Equal(3, new StringRuneCount("a€𝄞").Count);
        var latin = Encoding.Latin1.GetBytes("é");
        Check.Equal((byte)0xe9, latin[0]);
    }

    [TargetTest]
    public static void HexAndBase64()
    {
        byte[] data = [0, 1, 0x7f, 0x80, 0xff];
        Check.Equal("00017F80FF", Convert.ToHexString(data));
        Check.Sequence(data, Convert.FromHexString("00017f80ff"));
        Check.Equal("AAF/gP8=", Convert.ToBase64String(data));
        Check.Sequence(data, Convert.FromBase64String("AAF/gP8="));
        var large = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();
        Check.Sequence(large, Convert.FromBase64String(Convert.ToBase64String(large)));
    }

    [TargetTest]
    public static void RegularExpressions()
    {
        var match = Regex.Match("key = value # comment", @"^(?<key>\w+)\s*=\s*(?<value>[^#]*?)\s*(#.*)?$");
        Check.True(match.Success);
        Check.Equal("key/value", $"{match.Groups["key"].Value}/{match.Groups["value"].Value}");
        Check.Equal("<1> <22>", Regex.Replace("1 22", @"\d+", m => $"<{m.Value}>"));
        Check.Sequence(["a", "b"], Regex.Split("a1b", @"\d"));
        Check.True(Regex.IsMatch("aaaaaaaaab", "^(a+)+b$"));
    }

    [TargetTest]
    public static void GeneratedRegularExpressions()
    {
        Check.Equal("192.168.1.20", Address().Match("at 192.168.1.20!").Value);
        Check.True(!Address().IsMatch("no address"));
    }

    [TargetTest]
    public static void JsonWithSourceGeneration()
    {
        var config = new Config("vm0", 512, ["console", "block"], new Dictionary<string, double> { ["x"] = 1.5 }, null);
        var json = JsonSerializer.Serialize(config, ConfigContext.Default.Config);
        Check.Equal("""{"name":"vm0","memory":512,"devices":["console","block"],"limits":{"x":1.5},"parent":null}""", json);
        var back = JsonSerializer.Deserialize(json, ConfigContext.Default.Config)!;
        Check.Equal("vm0 512 block", $"{back.Name} {back.Memory} {back.Devices[1]}");
        Check.Throws<JsonException>(() => JsonSerializer.Deserialize("{\"name\":", ConfigContext.Default.Config));
    }

    [TargetTest]
    public static void JsonDocuments()
    {
        using var document = JsonDocument.Parse("""{"a":[1,2.5,"x",null,true],"b":{"c":"é\n"}}""");
        var root = document.RootElement;
        Check.Equal(2.5, root.GetProperty("a")[1].GetDouble());
        Check.Equal("é\n", root.GetProperty("b").GetProperty("c").GetString());
        Check.Equal(5, root.GetProperty("a").GetArrayLength());
        var node = System.Text.Json.Nodes.JsonNode.Parse("[1,{\"k\":2}]")!;
        Check.Equal(2, (int)node[1]!["k"]!);
    }

    [TargetTest]
    public static void DatesAndTimes()
    {
        var date = new DateTime(2024, 2, 28, 23, 59, 59, DateTimeKind.Utc).AddSeconds(1);
        Check.Equal("2024-02-29T00:00:00.0000000Z", date.ToString("O"));
        Check.Equal(DayOfWeek.Thursday, date.DayOfWeek);
        Check.Equal(TimeSpan.FromDays(366), new DateTime(2025, 1, 1) - new DateTime(2024, 1, 1));
        Check.Equal("1.02:03:04.5000000", new TimeSpan(1, 2, 3, 4, 500).ToString());
        Check.Equal(new DateOnly(2026, 12, 31), DateOnly.Parse("2026-12-31", CultureInfo.InvariantCulture));
        Check.Equal(1735689600L, new DateTimeOffset(2025, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)).ToUnixTimeSeconds());
    }

    [TargetTest]
    public static void GuidsAndVersions()
    {
        var guid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Check.Equal("00112233445566778899aabbccddeeff", guid.ToString("N"));
        Check.True(Guid.NewGuid() != Guid.NewGuid());
        Check.True(Version.Parse("1.10") > new Version(1, 9, 5));
        Check.Equal("a%20b", Uri.EscapeDataString("a b"));
        Check.Equal("/p/q", new Uri("http://host:80/p/q?x=1").AbsolutePath);
    }

    [TargetTest]
    public static void ExceptionMessagesAreReadable()
    {
        var e = Check.Throws<ArgumentOutOfRangeException>(() => _ = new List<int>()[ExceptionTests.Opaque(3)]);
        Check.True(e.Message.Contains("Index was out of range", StringComparison.Ordinal), e.Message);
    }

    [GeneratedRegex(@"\b\d{1,3}(\.\d{1,3}){3}\b")]
    private static partial Regex Address();

    internal sealed record Config(string Name, int Memory, string[] Devices, Dictionary<string, double> Limits, Config? Parent);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Config))]
    internal sealed partial class ConfigContext : JsonSerializerContext;

    private readonly struct StringRuneCount(string text)
    {
        public int Count => text.EnumerateRunes().Count();
    }
}
