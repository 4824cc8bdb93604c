// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using Mono.Cecil;

namespace SeL4.NativeAot.Retargeter;

/// <summary>
/// The sizes and offsets that CoreLib shares with the native runtime. <c>native/runtime/include/runtime/layout.h</c> has the
/// same numbers; a CoreLib that differs would corrupt memory silently, so it is refused.
/// </summary>
internal static class LayoutCheck
{
    private static readonly (string Name, int Value)[] AsmOffsets =
    [
        ("OFFSETOF__Object__m_pEEType", 0),
        ("OFFSETOF__Array__m_Length", 8),
        ("OFFSETOF__String__m_Length", 8),
        ("OFFSETOF__String__m_FirstChar", 12),
        ("STRING_COMPONENT_SIZE", 2),
        ("STRING_BASE_SIZE", 22),
        ("OFFSETOF__MethodTable__m_usComponentSize", 0),
        ("OFFSETOF__MethodTable__m_uFlags", 0),
        ("OFFSETOF__MethodTable__m_uBaseSize", 4),
        ("OFFSETOF__MethodTable__m_VTable", 24),
        ("SIZEOF__EHEnum", 32),
        ("SIZEOF__ExInfo", 416),
        ("OFFSETOF__ExInfo__m_pPrevExInfo", 0),
        ("OFFSETOF__ExInfo__m_pExContext", 8),
        ("OFFSETOF__ExInfo__m_exception", 16),
        ("OFFSETOF__ExInfo__m_kind", 24),
        ("OFFSETOF__ExInfo__m_passNumber", 25),
        ("OFFSETOF__ExInfo__m_idxCurClause", 28),
        ("OFFSETOF__ExInfo__m_frameIter", 32),
        ("OFFSETOF__ExInfo__m_notifyDebuggerSP", 408),
        ("SIZEOF__StackFrameIterator", 376),
        ("OFFSETOF__StackFrameIterator__m_FramePointer", 16),
        ("OFFSETOF__StackFrameIterator__m_ControlPC", 24),
        ("OFFSETOF__StackFrameIterator__m_RegDisplay", 32),
        ("OFFSETOF__StackFrameIterator__m_OriginalControlPC", 360),
        ("OFFSETOF__StackFrameIterator__m_pPreviousTransitionFrame", 368),
        ("OFFSETOF__REGDISPLAY__SP", 120),
        ("OFFSETOF__PAL_LIMITED_CONTEXT__IP", 0),
    ];

    /// <summary>Field offsets as the compiler will use them: (type, field, offset), a null field meaning the type's size.</summary>
    private static readonly (string Type, string? Field, int Value)[] Fields =
    [
        ("System.Runtime.StackFrameIterator", null, 376),
        ("System.Runtime.StackFrameIterator", "_framePointer", 16),
        ("System.Runtime.StackFrameIterator", "_controlPC", 24),
        ("System.Runtime.StackFrameIterator", "_regDisplay", 32),
        ("System.Runtime.StackFrameIterator", "_originalControlPC", 360),
        ("System.Runtime.REGDISPLAY", "SP", 120),
        ("System.Runtime.EH/EHEnum", null, 32),
        ("System.Runtime.EH/ExInfo", "_pPrevExInfo", 0),
        ("System.Runtime.EH/ExInfo", "_pExContext", 8),
        ("System.Runtime.EH/ExInfo", "_exception", 16),
        ("System.Runtime.EH/ExInfo", "_kind", 24),
        ("System.Runtime.EH/ExInfo", "_passNumber", 25),
        ("System.Runtime.EH/ExInfo", "_idxCurClause", 28),
        ("System.Runtime.EH/ExInfo", "_frameIter", 32),
        ("System.Runtime.EH/ExInfo", "_notifyDebuggerSP", 408),
    ];

    public static void Verify(ModuleDefinition module)
    {
        if (module.Assembly.Name.Name != "System.Private.CoreLib")
        {
            throw new RetargetException("SEL4A10", $"{module.FileName} is {module.Assembly.Name.Name}, not System.Private.CoreLib");
        }

        var constants = Type(module, "AsmOffsets").Fields.Where(f => f.HasConstant).ToDictionary(f => f.Name, f => f.Constant);
        foreach (var (name, expected) in AsmOffsets)
        {
            Expect($"AsmOffsets.{name}", expected, constants.GetValueOrDefault(name));
        }

        foreach (var (typeName, fieldName, expected) in Fields)
        {
            var type = Type(module, typeName);
            var actual = fieldName is null
                ? type.ClassSize
                : type.Fields.FirstOrDefault(f => f.Name == fieldName)?.Offset;
            Expect(fieldName is null ? $"sizeof({typeName})" : $"{typeName}.{fieldName}", expected, actual);
        }
    }

    private static TypeDefinition Type(ModuleDefinition module, string name) =>
        module.GetType(name)
        ?? throw new RetargetException("SEL4A11", $"System.Private.CoreLib {module.Assembly.Name.Version} has no type {name}");

    private static void Expect(string what, int expected, object? actual)
    {
        if (actual is not int value || value != expected)
        {
            throw new RetargetException(
                "SEL4A11",
                $"System.Private.CoreLib layout: {what} is {actual ?? "missing"}, the native runtime was built for {expected}; "
                + "use the compiler pack version that SeL4.NativeAot pins");
        }
    }
}
