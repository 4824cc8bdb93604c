// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.TestKit;
using SeL4.Trimmed;

namespace SeL4.RuntimeSuite;

/// <summary>
/// Reflection in code that is trimmed, and the switches of the class library: the right values are those of the .NET SDK's own
/// NativeAOT.
/// </summary>
internal static class TrimmedReflectionTests
{
    [TargetTest]
    public static void MethodsOfKnownTypes() => Check.Equal("hello", Reflected.InvokeMethod());

    [TargetTest]
    public static void PropertiesAndFieldsOfKnownTypes() => Check.Equal("7 field", Reflected.ReadMembers());

    [TargetTest]
    public static void TypesByName() => Check.Equal("ByName", Reflected.FindType());

    [TargetTest]
    public static void AnnotatedParameters() => Check.Equal(1, Reflected.CountConstructors());

    [TargetTest]
    public static void ConstructorsWithArguments() => Check.Equal("E5", Reflected.Create());

    [TargetTest]
    public static void Queries()
    {
        Check.Equal("an the", Reflected.Query(["the", "a", "an"]));
        Check.Throws<NotSupportedException>(() => Reflected.QueryValues([1, 2, 3]));
    }

    [TargetTest]
    public static void ExpressionsAreInterpreted() => Check.Equal(42, Reflected.Interpret(2));

    [TargetTest]
    public static void XmlSerializer() => Check.Equal("n 3", Reflected.Xml());

    [TargetTest]
    public static void JsonByReflectionHasToBeAskedFor()
    {
        Check.Throws<InvalidOperationException>(() => Reflected.JsonByDefault());
        Check.Equal("{\"Name\":\"n\",\"Count\":3}", Reflected.Json());
    }

    [TargetTest]
    public static void TheRuntimeIdentifierIsTheTargets() => Check.Equal("sel4-arm64", RuntimeInformation.RuntimeIdentifier);
}
