// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.NativeAot.Checks;

namespace SeL4.NativeAot.Tests;

public sealed class CoreLibCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("corelib").FullName;

    private string Changed => Path.Combine(_folder, "System.Private.CoreLib.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ThePinnedClassLibraryFitsTheRuntime() => CoreLibCheck.Verify(Inputs.CoreLib, Inputs.Numbers);

    [Fact]
    public void EveryNumberOfTheHeaderIsRead()
    {
        int lines = File.ReadLines(Inputs.Numbers).Count(l => l.StartsWith("#define RT_", StringComparison.Ordinal) && l.Contains("/*", StringComparison.Ordinal));
        Assert.Equal(lines, SharedNumber.ReadAll(Inputs.Numbers).Count);
    }

    [Fact]
    public void AConstantThatChangedIsNamed()
    {
        ChangedCoreLib.WithConstant(Changed, "AsmOffsets", "SIZEOF__ExInfo", Number("RT_EXINFO_SIZE") + 8);
        Expect("AsmOffsets.SIZEOF__ExInfo", "RT_EXINFO_SIZE", Number("RT_EXINFO_SIZE") + 8);
    }

    [Fact]
    public void AFieldThatMovedIsNamed()
    {
        ChangedCoreLib.WithFieldOffset(Changed, "REGDISPLAY", "SP", Number("RT_DISPLAY_SP") - 8);
        Expect("System.Runtime.REGDISPLAY.SP", "RT_DISPLAY_SP", Number("RT_DISPLAY_SP") - 8);
    }

    [Fact]
    public void WhereInterfaceDispatchFindsItsObjectIsChecked()
    {
        int moved = Number("RT_DISPATCH_THIS") + 16;
        ChangedCoreLib.WithResult(Changed, "TransitionBlock", "GetOffsetOfArgumentRegisters", (sbyte)moved);
        Expect("Internal.Runtime.TransitionBlock.GetThisOffset()", "RT_DISPATCH_THIS", moved);
    }

    [Fact]
    public void AnotherHeaderVersionIsNamed()
    {
        ChangedCoreLib.WithConstant(Changed, "ReadyToRunHeaderConstants", "CurrentMajorVersion", Number("RT_R2R_MAJOR") + 1);
        Expect("Internal.Runtime.ReadyToRunHeaderConstants.CurrentMajorVersion", "RT_R2R_MAJOR", Number("RT_R2R_MAJOR") + 1);
    }

    [Fact]
    public void EverythingThatMovedIsNamedAtOnce()
    {
        string numbers = Path.Combine(_folder, "corelib.h");
        File.WriteAllText(numbers, """
            #define RT_EXINFO_SIZE 8 /* AsmOffsets.SIZEOF__ExInfo */
            #define RT_GONE        1 /* System.Runtime.EH/ExKind.Gone, System.Runtime.Gone.Field, sizeof(Gone), System.Runtime.EH.Gone() */
            #define RT_R2R_SIGNATURE 0x00525452u /* Internal.Runtime.ReadyToRunHeaderConstants.Signature */
            """);
        string message = Assert.Throws<CheckException>(() => CoreLibCheck.Verify(Inputs.CoreLib, numbers)).Message;
        foreach (string name in new[] { "SIZEOF__ExInfo is ", "ExKind.Gone is missing", "Gone.Field is missing", "sizeof(Gone) is missing", "EH.Gone() is missing" })
        {
            Assert.Contains(name, message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Signature", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherAssemblyIsRefused() => Assert.Equal(
        "SEL4A10", Assert.Throws<CheckException>(() => CoreLibCheck.Verify(typeof(CoreLibCheckTests).Assembly.Location, Inputs.Numbers)).Code);

    [Fact]
    public void AHeaderWithoutNumbersIsRefused()
    {
        string empty = Path.Combine(_folder, "empty.h");
        File.WriteAllText(empty, "#define RT_PAGE_SIZE 4096\n");
        Assert.Equal("SEL4A13", Assert.Throws<CheckException>(() => CoreLibCheck.Verify(Inputs.CoreLib, empty)).Code);
    }

    private static int Number(string macro) => (int)SharedNumber.ReadAll(Inputs.Numbers).Single(n => n.Macro == macro).Value;

    private void Expect(string name, string macro, int value)
    {
        var error = Assert.Throws<CheckException>(() => CoreLibCheck.Verify(Changed, Inputs.Numbers));
        Assert.Equal("SEL4A11", error.Code);
        Assert.Contains($"{name} is {value}, {macro} is {Number(macro)}", error.Message, StringComparison.Ordinal);
    }
}
