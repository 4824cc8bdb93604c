// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SeL4.Vm.Devices;
using SeL4.Vm.Interop;

namespace SeL4.Vm.Tests;

/// <summary>The documentation of SeL4.Vm and SeL4.Vm.Devices names the C functions that stand behind their members.</summary>
public sealed partial class DocumentationTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Libraries = [typeof(VirtualMachine).Assembly, typeof(RegisterBank).Assembly];
    private static readonly Assembly Bindings = typeof(vm_t).Assembly;

    // Headers whose every function SeL4.Vm offers.
    private static readonly Type[] Offered = [typeof(GuestMemoryNative), typeof(GuestMemoryUtilNative), typeof(GuestRamNative)];

    // How failures are fetched everywhere, which is nobody's purpose.
    private static readonly string[] Plumbing = ["vm_last_error", "vm_clear_error"];

    private static readonly Dictionary<string, XElement> Members = Libraries
        .SelectMany(l => XDocument.Load(Path.ChangeExtension(l.Location, ".xml")).Descendants("member"))
        .ToDictionary(m => m.Attribute("name")!.Value);

    private static IEnumerable<Type> PublicTypes => Libraries.SelectMany(l => l.GetExportedTypes());

    [Fact]
    public void EveryFunctionOfTheMemoryInterfaceIsNamed()
    {
        HashSet<string> named = [.. Members.Values.SelectMany(Named)];
        string[] missing = [.. Offered.SelectMany(t => t.GetMethods(Declared)).Select(m => m.Name).Where(n => !named.Contains(n))];
        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [Fact]
    public void WhatIsNamedExists()
    {
        HashSet<string> known =
        [
            .. Bindings.GetTypes().Select(t => t.Name),
            .. Bindings.GetTypes().SelectMany(t => t.GetMembers(Declared)).Select(m => m.Name),
        ];
        string[] unknown =
        [
            .. Members.Values
                .SelectMany(m => m.Elements("remarks").Where(r => r.Value.StartsWith("Maps to", StringComparison.Ordinal)))
                .SelectMany(r => r.Elements("c")).Select(c => c.Value)
                .Where(n => CName().IsMatch(n) && !IsUnbound(n) && !known.Contains(n)).Distinct(),
        ];
        Assert.True(unknown.Length == 0, string.Join("\n", unknown));
    }

    [Fact]
    public void AMemberThatCallsAFunctionNamesIt()
    {
        List<string> missing = [];
        foreach (MethodBase method in PublicTypes.SelectMany(t => t.GetMembers(Declared)).OfType<MethodBase>())
        {
            if (!method.IsPublic || DocumentationOf(method) is not { } documentation)
            {
                continue;
            }

            HashSet<string> named = [.. Named(documentation), .. Named(OfType(method.DeclaringType!))];
            missing.AddRange(MethodCalls.Of(method).Where(c => c.DeclaringType?.Assembly == Bindings).Select(c => c.Name)
                .Where(f => !f.StartsWith("shim_", StringComparison.Ordinal) && !Plumbing.Contains(f) && !named.Contains(f))
                .Select(f => $"{method.DeclaringType!.Name}.{method.Name}: {f}"));
        }

        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    [Fact]
    public void AnExceptionThatAMemberMakesIsDocumented()
    {
        List<string> missing = [];
        foreach (MethodBase method in PublicTypes.SelectMany(t => t.GetMembers(Declared)).OfType<MethodBase>())
        {
            if ((!method.IsPublic && !method.IsFamily) || DocumentationOf(method) is not { } documentation)
            {
                continue;
            }

            HashSet<string> told = [.. Exceptions(documentation), .. Exceptions(OfType(method.DeclaringType!))];
            missing.AddRange(MethodCalls.Of(method).Select(c => c.DeclaringType!).Where(t => typeof(Exception).IsAssignableFrom(t)).Distinct()
                .Where(t => !method.DeclaringType!.IsSubclassOf(typeof(Exception)) && !told.Contains($"T:{t.FullName}"))
                .Select(t => $"{method.DeclaringType!.Name}.{method.Name}: {t.Name}"));
        }

        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    [Fact]
    public void EveryValueOfAnEnumerationIsDocumented()
    {
        string[] missing =
        [
            .. PublicTypes.Where(t => t.IsEnum).SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
                .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}").Where(n => !Members.ContainsKey($"F:{n}")),
        ];
        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*_[a-z0-9_]+$")]
    private static partial Regex CName();

    // Types of callbacks are pointers in the bindings; the root server lies below what is bound.
    private static bool IsUnbound(string name) =>
        name.EndsWith("_fn", StringComparison.Ordinal) || name.StartsWith("rs_", StringComparison.Ordinal);

    private static IEnumerable<string> Named(XElement? member) =>
        member is null ? [] : member.Descendants("c").Select(c => c.Value);

    // Named as what a member throws, or in the text that is about all members of a type.
    private static IEnumerable<string> Exceptions(XElement? documentation) =>
        documentation is null ? [] : documentation.Descendants().Attributes("cref").Select(c => c.Value);

    private static XElement? OfType(Type type) => Members.GetValueOrDefault($"T:{type.FullName}");

    // The member that a reader looks at: a property for its accessors, all overloads for one of them.
    private static XElement? DocumentationOf(MethodBase method)
    {
        PropertyInfo? property = method.IsSpecialName
            ? method.DeclaringType!.GetProperties(Declared).FirstOrDefault(p => p.GetAccessors(nonPublic: true).Contains(method))
            : null;
        string name = property is not null ? "P:" + property.DeclaringType!.FullName + "." + property.Name
            : "M:" + method.DeclaringType!.FullName + "." + method.Name.Replace(".ctor", "#ctor", StringComparison.Ordinal);
        XElement[] overloads = [.. Members.Where(m => m.Key == name || m.Key.StartsWith(name + "(", StringComparison.Ordinal) || m.Key.StartsWith(name + "`", StringComparison.Ordinal)).Select(m => m.Value)];
        return overloads.Length == 0 ? null : new XElement("all", overloads);
    }
}
