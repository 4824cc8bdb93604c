// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SeL4.TestKit;

namespace Xunit;

/// <summary>A test case.</summary>
internal class FactAttribute : TargetTestAttribute;

/// <summary>A test case for each row of data.</summary>
internal sealed class TheoryAttribute : FactAttribute;

/// <summary>A row of data.</summary>
internal sealed class InlineDataAttribute(params object?[] data) : TargetTestDataAttribute
{
    /// <inheritdoc/>
    public override IEnumerable<object?[]> GetRows(Type type) => [data];
}

/// <summary>Rows of data that a static property of the test's class holds.</summary>
internal sealed class MemberDataAttribute(string name) : TargetTestDataAttribute
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    /// <inheritdoc/>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The build roots test assemblies as a whole.")]
    public override IEnumerable<object?[]> GetRows(Type type) =>
        (type.GetProperty(name, AnyStatic)?.GetValue(null) as IEnumerable)?.Cast<object?[]>()
        ?? throw new InvalidOperationException($"{type.Name} has no static property {name} with rows.");
}

/// <summary>Rows of one value. Public, as the properties that hold it must be.</summary>
public sealed class TheoryData<T> : IEnumerable
{
    private readonly List<object?[]> _rows = [];

    public void Add(T value) => _rows.Add([value]);

    public IEnumerator GetEnumerator() => _rows.GetEnumerator();
}
