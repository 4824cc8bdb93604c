// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Abi;
using SeL4.Vm.Interop;

namespace SeL4.Vm.AbiTests;

/// <summary>Every declaration of the bindings against what clang reads from the headers for aarch64.</summary>
public sealed class BindingAbiTests(ProjectHeaders headers) : IClassFixture<ProjectHeaders>
{
    public static TheoryData<string> TypeNames => new(ProjectHeaders.Bindings.Select(t => t.Name));

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void IsWhatTheHeadersDeclare(string type)
    {
        Type binding = ProjectHeaders.Bindings.Single(t => t.Name == type);
        Assert.Empty(AbiComparison.Compare(headers.Declarations, [binding], NativeLibraryName.Value));
    }

    [Fact]
    public void EveryFunctionIsBound() =>
        Assert.Empty(AbiComparison.Missing(headers.Declarations, ProjectHeaders.Bindings, ProjectHeaders.IsOfProject));

    [Fact]
    public void TheHeadersWereRead()
    {
        Assert.True(headers.Declarations.Functions.Values.Count(ProjectHeaders.IsOfProject) > 100);
        Assert.Equal(320, headers.Declarations.FindRecord("vm_t")!.Size);
        Assert.Equal(5, headers.Declarations.FindEnum("memory_fault_result_t")!.Members.Count);
        Assert.Equal(44, headers.Declarations.Constants["VM_IPA_BITS"]);
    }
}
