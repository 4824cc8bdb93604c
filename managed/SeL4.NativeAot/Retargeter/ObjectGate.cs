// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace SeL4.NativeAot.Retargeter;

/// <summary>
/// What must hold for the compiler's output before it is linked. Each check stands for a failure that otherwise shows as a
/// silent hang or as a linker message about a symbol that no user has heard of.
/// </summary>
internal static partial class ObjectGate
{
    private const string CodeSection = "__managedcode";

    /// <summary>
    /// Functions of CoreLib in which the compiler fills an unreachable block with a branch to itself; looked at one by one.
    /// Parts of mangled names. Other assemblies do not use intrinsics of CoreLib's own kind and may well loop for ever.
    /// </summary>
    private static readonly string[] HarmlessLoops =
    [
        "GetRawDefaultValue",
        "GetDefaultValue",
        "ReflectionAugments__GetRuntimeTypeCode",
        // In a program without multicast delegates, no list of them exists, and what would look into one is unreachable.
        "System_Delegate__",
        "CultureInfo__GetFormat",
    ];

    public static void Verify(string objectPath, string exportsPath)
    {
        var elf = new ElfObject(objectPath);
        VerifyNoForeignIntrinsics(elf);
        VerifyNoSelfLoops(elf);
        VerifyExports(elf, exportsPath);
    }

    private static void VerifyNoForeignIntrinsics(ElfObject elf)
    {
        var found = elf.Symbols.Where(s => IntrinsicSymbol().IsMatch(s.Name)).Select(s => s.Name).Distinct().ToList();
        if (found.Count > 0)
        {
            throw new RetargetException(
                "SEL4A21",
                $"{found.Count} hardware-intrinsic methods were compiled as ordinary calls, first {found[0]}: CoreLib was not retargeted");
        }
    }

    private static void VerifyNoSelfLoops(ElfObject elf)
    {
        var section = elf.SectionIndex(CodeSection);
        if (section < 0)
        {
            throw new RetargetException("SEL4A20", $"the object has no section {CodeSection}");
        }

        var code = elf.Content(section);
        var relocated = elf.RelocatedOffsets(section);
        var functions = elf.Symbols.Where(s => s.Section == section && s.IsFunction).OrderBy(s => s.Value).ToArray();
        var starts = functions.Select(f => f.Value).ToArray();
        for (var offset = 0; offset + 4 <= code.Length; offset += 4)
        {
            if (!BranchesToItself(BinaryPrimitives.ReadUInt32LittleEndian(code[offset..])) || relocated.Contains((ulong)offset))
            {
                continue;
            }

            var index = Array.BinarySearch(starts, (ulong)offset);
            index = index >= 0 ? index : ~index - 1;
            var name = index >= 0 ? functions[index].Name : "?";
            if (CoreLibSymbol().IsMatch(name) && !HarmlessLoops.Any(h => name.Contains(h, StringComparison.Ordinal)))
            {
                throw new RetargetException("SEL4A22", $"compiled method {name} contains an endless loop at +0x{offset:x}: an intrinsic body was not expanded");
            }
        }
    }

    /// <summary>B, B.cond, CBZ/CBNZ and TBZ/TBNZ with an immediate of zero (Arm ARM C4.1, branches).</summary>
    private static bool BranchesToItself(uint instruction) =>
        instruction == 0x14000000
        || (instruction & 0xfffffff0) == 0x54000000
        || (instruction & 0x7effffe0) == 0x34000000
        || (instruction & 0x7e07ffe0) == 0x36000000;

    private static void VerifyExports(ElfObject elf, string exportsPath)
    {
        var known = ExportsList.Read(exportsPath);
        var unknown = elf.Symbols
            .Where(s => s.IsUndefined && RuntimeSymbol().IsMatch(s.Name) && !known.Contains(s.Name))
            .Select(s => s.Name)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new RetargetException(
                "SEL4A23",
                $"the compiled program needs {unknown.Count} runtime functions that the runtime does not know: {string.Join(", ", unknown)}");
        }
    }

    [GeneratedRegex("Intrinsics_(X86|Arm)_")]
    private static partial Regex IntrinsicSymbol();

    /// <summary>Methods of CoreLib; those of its best known types carry no assembly name.</summary>
    [GeneratedRegex("^(S_P_CoreLib_|[A-Za-z0-9]+__)")]
    private static partial Regex CoreLibSymbol();

    [GeneratedRegex("^(Rhp?[A-Z]|SystemNative_|EventPipeInternal_|NativeRuntimeEventSource_|CryptoNative_|GlobalizationNative_|CompressionNative_|NetSecurityNative_)")]
    private static partial Regex RuntimeSymbol();
}
