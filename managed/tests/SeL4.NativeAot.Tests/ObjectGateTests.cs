// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.NativeAot.Checks;

namespace SeL4.NativeAot.Tests;

public sealed class ObjectGateTests : IDisposable
{
    private const uint Return = 0xd65f03c0;
    private const uint BranchToSelf = 0x14000000;

    private readonly string _folder = Directory.CreateTempSubdirectory("gate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OrdinaryCodePasses() => Verify(new ObjectBuilder().Function("S_P_CoreLib_System_Number__Parse", Return));

    [Fact]
    public void EndlessLoopInVectorisedCodeIsNamed()
    {
        var error = Refused(new ObjectBuilder()
            .Function("Int32__Parse", Return)
            .Function("S_P_CoreLib_System_Number__UInt32ToDecStr", Return, BranchToSelf));
        Assert.Equal("SEL4A22", error.Code);
        Assert.Contains("UInt32ToDecStr contains an endless loop at +0x8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x54000000u)] // b.eq .
    [InlineData(0xb4000003u)] // cbz x3, .
    [InlineData(0x37000004u)] // tbnz w4, #0, .
    public void ConditionalBranchesCount(uint instruction) =>
        Assert.Equal("SEL4A22", Refused(new ObjectBuilder().Function("String__IndexOf", instruction)).Code);

    [Fact]
    public void LoopsOfOtherCodeAreItsOwnBusiness() => Verify(new ObjectBuilder()
        .Function("app_Program__Main", BranchToSelf)
        .Function("S_P_CoreLib_System_Delegate__Equals", BranchToSelf));

    [Fact]
    public void UnoptimisedCodeKeepsItsDeadLoops() =>
        Verify(new ObjectBuilder().Function("S_P_CoreLib_System_Math__BigMul_1", BranchToSelf), optimized: false);

    [Fact]
    public void ABranchThatTheLinkerFillsInIsNoLoop() => Verify(new ObjectBuilder()
        .Function("String__IndexOf", BranchToSelf)
        .Relocation(0, "String__Concat"));

    [Fact]
    public void AnIntrinsicThatCallsItselfIsRefused() => Assert.Equal(
        "SEL4A21",
        Refused(new ObjectBuilder()
            .Function("S_P_CoreLib_System_Runtime_Intrinsics_X86_Sse2__Add", 0x94000000, Return)
            .Relocation(0, "S_P_CoreLib_System_Runtime_Intrinsics_X86_Sse2__Add")).Code);

    [Fact]
    public void UnknownRuntimeFunctionsAreListed()
    {
        var error = Refused(new ObjectBuilder().Function("app__Main", Return).Undefined("RhpNewThing").Undefined("g_thing").Undefined("strlen"));
        Assert.Equal("SEL4A23", error.Code);
        Assert.Contains("RhpNewThing, g_thing", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("strlen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KnownRuntimeFunctionsPass() => Verify(new ObjectBuilder().Function("app__Main", Return).Undefined("RhpNewFast"));

    [Fact]
    public void AFileThatIsNoObjectIsRefused()
    {
        string path = Path.Combine(_folder, "text.o");
        File.WriteAllText(path, "not an object");
        Assert.Equal("SEL4A20", Assert.Throws<CheckException>(() => ObjectGate.Verify(path, Exports(), true)).Code);
    }

    private CheckException Refused(ObjectBuilder builder) => Assert.Throws<CheckException>(() => Verify(builder));

    private void Verify(ObjectBuilder builder, bool optimized = true)
    {
        string path = Path.Combine(_folder, "test.o");
        File.WriteAllBytes(path, builder.Build());
        ObjectGate.Verify(path, Exports(), optimized);
    }

    private string Exports()
    {
        string path = Path.Combine(_folder, "exports.def");
        File.WriteAllText(path, "# comment\nRhpNewFast implemented\n");
        return path;
    }
}
