// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;

namespace SeL4.Build.Testing;

/// <summary>Names that the TRX format gives to things.</summary>
internal static class TrxNames
{
    public static readonly XNamespace Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public const string Passed = "Passed";
    public const string Failed = "Failed";
    public const string NotExecuted = "NotExecuted";

    /// <summary>The type of a unit test.</summary>
    public const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";

    /// <summary>The list that holds tests of no list.</summary>
    public const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";
}
