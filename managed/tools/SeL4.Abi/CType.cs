// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Abi;

/// <summary>A type as the binary interface sees it.</summary>
public abstract record CType
{
    /// <summary>Bytes that a value takes.</summary>
    public abstract int Size { get; }

    /// <summary>No value.</summary>
    public sealed record Void : CType
    {
        /// <inheritdoc/>
        public override int Size => 0;
    }

    /// <summary>An integer.</summary>
    public sealed record Integer(int Bytes, bool Signed) : CType
    {
        /// <inheritdoc/>
        public override int Size => Bytes;
    }

    /// <summary>A floating-point number.</summary>
    public sealed record Float(int Bytes) : CType
    {
        /// <inheritdoc/>
        public override int Size => Bytes;
    }

    /// <summary>True or false, one byte.</summary>
    public sealed record Boolean : CType
    {
        /// <inheritdoc/>
        public override int Size => 1;
    }

    /// <summary>A pointer.</summary>
    public sealed record Pointer(CType Target) : CType
    {
        /// <inheritdoc/>
        public override int Size => 8;
    }

    /// <summary>A pointer to a function.</summary>
    public sealed record Function(CType Result, IReadOnlyList<CType> Parameters) : CType
    {
        /// <inheritdoc/>
        public override int Size => 8;
    }

    /// <summary>A structure.</summary>
    public sealed record Structure(string Tag, int Bytes, int FloatMembers) : CType
    {
        /// <inheritdoc/>
        public override int Size => Bytes;

        /// <summary>How AAPCS64 passes it by value (6.8.2): in general registers, in floating-point registers, or in memory.</summary>
        public string PassedIn => FloatMembers is >= 1 and <= 4 ? "floating-point registers"
            : Bytes <= 16 ? $"{(Bytes + 7) / 8} general register(s)" : "memory";
    }

    /// <summary>An enumeration.</summary>
    public sealed record Enumeration(string Tag, int Bytes, bool Signed) : CType
    {
        /// <inheritdoc/>
        public override int Size => Bytes;
    }

    /// <summary>An array.</summary>
    public sealed record Array(CType Element, int Length) : CType
    {
        /// <inheritdoc/>
        public override int Size => Element.Size * Length;
    }

    /// <summary>The result type in the type of a function.</summary>
    internal static string ResultOf(string functionType) => functionType[..OpeningOfLast(functionType)].Trim();

    /// <summary>The position of the bracket that the last one of the text closes.</summary>
    internal static int OpeningOfLast(string text)
    {
        int depth = 0;
        for (int i = text.LastIndexOf(')'); i >= 0; i--)
        {
            depth += text[i] == ')' ? 1 : text[i] == '(' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new AbiException(string.Create(CultureInfo.InvariantCulture, $"not the type of a function: {text}"));
    }
}
