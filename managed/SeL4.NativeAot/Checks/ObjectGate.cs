// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace SeL4.NativeAot.Checks;

/// <summary>
/// What must hold for the compiler's output before it is linked. Each check stands for a failure that otherwise shows as a
/// silent hang or as a linker message about a symbol that no user has heard of.
/// </summary>
internal static partial class ObjectGate
{
    private const string CodeSection = "__managedcode";

    /// <param name="objectPath">The compiler's output.</param>
    /// <param name="exportsPath">The list of what the runtime supplies.</param>
    /// <param name="optimized">
    /// Without optimisation the code generator keeps dead blocks, loops included: they cannot be told from live ones.
    /// </param>
    public static void Verify(string objectPath, string exportsPath, bool optimized)
    {
        var elf = new ElfObject(objectPath);
        var section = elf.SectionIndex(CodeSection);
        if (section < 0)
        {
            throw new CheckException("SEL4A20", $"the object has no section {CodeSection}");
        }

        VerifyNoSelfReference(elf, section, optimized);
        VerifyExports(elf, exportsPath);
    }

    /// <summary>
    /// An intrinsic that calls itself, or an endless loop in a part of CoreLib that uses intrinsics: the class library is that of
    /// another processor, so that the compiler took the body of an intrinsic for what it says, or a substitution contradicts the
    /// code generator. Elsewhere such loops are harmless: the compiler fills blocks with them that it knows to be dead.
    /// </summary>
    private static void VerifyNoSelfReference(ElfObject elf, int section, bool optimized)
    {
        var code = elf.Content(section);
        var relocations = elf.Relocations(section);
        var functions = elf.Symbols.Where(s => s.Section == section && s.IsFunction).OrderBy(s => s.Value).ToArray();
        var starts = functions.Select(f => f.Value).ToArray();
        for (var offset = 0; offset + 4 <= code.Length; offset += 4)
        {
            var relocated = relocations.TryGetValue((ulong)offset, out var target);
            var instruction = BinaryPrimitives.ReadUInt32LittleEndian(code[offset..]);
            if (relocated ? !IntrinsicSymbol().IsMatch(target!.Name) : !(optimized && BranchesToItself(instruction)))
            {
                continue;
            }

            var index = Array.BinarySearch(starts, (ulong)offset);
            index = index >= 0 ? index : ~index - 1;
            var name = index >= 0 ? functions[index].Name : "?";
            if (relocated && name == target!.Name)
            {
                throw new CheckException("SEL4A21", $"the hardware intrinsic {name} calls itself: the class library is not that of arm64");
            }

            if (!relocated && VectorisedSymbol().IsMatch(name))
            {
                throw new CheckException("SEL4A22", $"compiled method {name} contains an endless loop at +0x{offset:x}: an intrinsic body was not expanded");
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
            throw new CheckException(
                "SEL4A23",
                $"the compiled program needs {unknown.Count} runtime functions that the runtime does not know: {string.Join(", ", unknown)}");
        }
    }

    [GeneratedRegex("Intrinsics_(X86|Arm)_")]
    private static partial Regex IntrinsicSymbol();

    /// <summary>Where CoreLib uses hardware intrinsics. Methods of the best known types carry no assembly name.</summary>
    [GeneratedRegex(
        "^(S_P_CoreLib_System_(Runtime_Intrinsics_|Numerics_|SpanHelpers|PackedSpanHelpers|Number_|Text_|Buffers_|HexConverter"
        + "|Convert_|BitConverter|Math|Guid|Marvin|Half|Globalization_(Ordinal|TextInfo|InvariantModeCasing))|[A-Za-z0-9]+__)")]
    private static partial Regex VectorisedSymbol();

    [GeneratedRegex("^(Rhp?[A-Z]|g_[a-z]|SystemNative_|EventPipeInternal_|NativeRuntimeEventSource_|CryptoNative_|GlobalizationNative_|CompressionNative_|NetSecurityNative_)")]
    private static partial Regex RuntimeSymbol();
}
