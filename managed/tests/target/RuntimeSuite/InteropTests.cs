// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

/// <summary>Calls into C and back. The C side is the C library, which every root task has.</summary>
internal static unsafe partial class InteropTests
{
    private static int s_calls;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Comparison(int* left, int* right);

    [TargetTest]
    public static void CallWithAPointer()
    {
        fixed (byte* text = "seventeen letters"u8)
        {
            Check.Equal((nuint)17, StrLen(text));
        }
    }

    [TargetTest]
    public static void CallWithAMarshalledString() => Check.Equal((nuint)7, StrLenOfString("größe"));

    [TargetTest]
    public static void CallReturningAStruct()
    {
        var result = LDiv(17, 5);
        Check.Equal((3L, 2L), (result.Quotient, result.Remainder));
    }

    [TargetTest]
    public static void CallWithDoubles() => Check.Equal(8.0, Pow(2.0, 3.0));

    [TargetTest]
    public static void CallThroughAFunctionPointer()
    {
        delegate* unmanaged<int, int> abs = &NegateIfNegative;
        Check.Equal(5, abs(-5));
    }

    [TargetTest]
    public static void CallbackByFunctionPointer()
    {
        int[] values = [5, 3, 9, 1, 7];
        s_calls = 0;
        fixed (int* p = values)
        {
            QSort(p, 5, sizeof(int), &Compare);
        }

        Check.Sequence([1, 3, 5, 7, 9], values);
        Check.True(s_calls > 4);
    }

    [TargetTest]
    public static void CallbackByDelegate()
    {
        int[] values = [5, 3, 9, 1, 7];
        var calls = 0;
        Comparison descending = (left, right) =>
        {
            calls++;
            return *right - *left;
        };
        fixed (int* p = values)
        {
            QSortDelegate(p, 5, sizeof(int), descending);
        }

        GC.KeepAlive(descending);
        Check.Sequence([9, 7, 5, 3, 1], values);
        Check.True(calls > 4);
    }

    [TargetTest]
    public static void DelegateToPointerAndBack()
    {
        Comparison compare = (left, right) => *left - *right;
        var pointer = Marshal.GetFunctionPointerForDelegate(compare);
        Check.True(pointer != 0);
        Check.Equal(pointer, Marshal.GetFunctionPointerForDelegate(compare));
        Check.True(ReferenceEquals(compare, Marshal.GetDelegateForFunctionPointer<Comparison>(pointer)));
        int a = 1, b = 3;
        Check.Equal(-2, ((delegate* unmanaged[Cdecl]<int*, int*, int>)pointer)(&a, &b));
        GC.KeepAlive(compare);
    }

    [TargetTest]
    public static void ManyDelegatesAsPointersAtOnce()
    {
        var delegates = Enumerable.Range(0, 300).Select(n => (Comparison)((_, _) => n)).ToArray();
        var pointers = delegates.Select(d => Marshal.GetFunctionPointerForDelegate(d)).ToArray();
        Check.Equal(300, pointers.Distinct().Count());
        for (var i = 0; i < pointers.Length; i++)
        {
            Check.Equal(i, ((delegate* unmanaged[Cdecl]<int*, int*, int>)pointers[i])(null, null));
        }

        GC.KeepAlive(delegates);
    }

    [TargetTest]
    public static void ExceptionCaughtInsideACallback()
    {
        int[] values = [2, 1];
        s_calls = 0;
        fixed (int* p = values)
        {
            QSort(p, 2, sizeof(int), &CompareThrowing);
        }

        Check.Sequence([1, 2], values);
        Check.True(s_calls > 0);
    }

    [TargetTest]
    public static void ExceptionAfterACallbackUnwindsNormally()
    {
        int[] values = [2, 1];
        Check.Throws<CodedException>(() =>
        {
            fixed (int* p = values)
            {
                QSort(p, 2, sizeof(int), &Compare);
                ExceptionTests.ThrowCoded(1);
            }
        });
    }

    [TargetTest]
    public static void CallbackAllocatesAndCollects()
    {
        int[] values = [4, 3, 2, 1];
        fixed (int* p = values)
        {
            QSort(p, 4, sizeof(int), &CompareCollecting);
        }

        Check.Sequence([1, 2, 3, 4], values);
    }

    [TargetTest]
    public static void NestedCallbacks()
    {
        int[] outer = [3, 1, 2];
        fixed (int* p = outer)
        {
            QSort(p, 3, sizeof(int), &CompareBySorting);
        }

        Check.Sequence([1, 2, 3], outer);
    }

    [TargetTest]
    public static void StructLayouts()
    {
        Check.Equal(16, sizeof(LongDivision));
        Check.Equal(24, sizeof(Mixed));
        Check.Equal(5, sizeof(Packed));
        Check.Equal(8, (int)Marshal.OffsetOf<Mixed>(nameof(Mixed.Number)));
        Union union = default;
        union.Word = 0x3f800000;
        Check.Equal(1.0f, union.Single);
        FixedBuffer buffer = default;
        buffer.Bytes[7] = 200;
        Check.Equal(8, sizeof(FixedBuffer));
        Check.Equal((byte)200, buffer.Bytes[7]);
    }

    [TargetTest]
    public static void NativeMemoryBlocks()
    {
        var p = (byte*)NativeMemory.AllocZeroed(64);
        Check.Equal(0, p[63]);
        p[63] = 9;
        p = (byte*)NativeMemory.Realloc(p, 4096);
        Check.Equal(9, p[63]);
        NativeMemory.Free(p);
        var aligned = NativeMemory.AlignedAlloc(100, 256);
        Check.Equal((nuint)0, (nuint)aligned % 256);
        NativeMemory.AlignedFree(aligned);
    }

    [TargetTest]
    public static void MarshalledStringsRoundTrip()
    {
        var p = Marshal.StringToCoTaskMemUTF8("žluťoučký");
        Check.Equal("žluťoučký", Marshal.PtrToStringUTF8(p));
        Marshal.FreeCoTaskMem(p);
    }

    [TargetTest]
    public static void HandlesPassThroughNativeCode()
    {
        var list = new List<int> { 1 };
        var handle = GCHandle.Alloc(list);
        var back = GCHandle.FromIntPtr(GCHandle.ToIntPtr(handle));
        Check.True(ReferenceEquals(list, back.Target));
        handle.Free();
    }

    [TargetTest]
    public static void MissingLibraryIsNamed()
    {
        var e = Check.Throws<DllNotFoundException>(() => NoSuchFunction());
        Check.True(e.Message.Length > 0);
    }

    [UnmanagedCallersOnly]
    private static int NegateIfNegative(int value) => value < 0 ? -value : value;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Compare(int* left, int* right)
    {
        s_calls++;
        return left[0] - right[0];
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CompareThrowing(int* left, int* right)
    {
        try
        {
            s_calls++;
            throw new CodedException(*left - *right);
        }
        catch (CodedException e)
        {
            return e.Code;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CompareCollecting(int* left, int* right)
    {
        var text = new StringBuilder().Append(*left).Append(',').Append(*right).ToString();
        GC.Collect();
        var parts = text.Split(',');
        return int.Parse(parts[0]) - int.Parse(parts[1]);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CompareBySorting(int* left, int* right)
    {
        var pair = stackalloc int[2] { *left, *right };
        QSort(pair, 2, sizeof(int), &Compare);
        return pair[0] == *left ? *left == *right ? 0 : -1 : 1;
    }

    [DllImport("*", EntryPoint = "strlen", ExactSpelling = true)]
    private static extern nuint StrLen(byte* text);

    [LibraryImport("*", EntryPoint = "strlen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nuint StrLenOfString(string text);

    [DllImport("*", EntryPoint = "ldiv", ExactSpelling = true)]
    private static extern LongDivision LDiv(long numerator, long denominator);

    [DllImport("*", EntryPoint = "pow", ExactSpelling = true)]
    private static extern double Pow(double x, double y);

    [DllImport("*", EntryPoint = "qsort", ExactSpelling = true)]
    private static extern void QSort(int* array, nuint count, nuint size, delegate* unmanaged[Cdecl]<int*, int*, int> compare);

    [DllImport("*", EntryPoint = "qsort", ExactSpelling = true)]
    private static extern void QSortDelegate(int* array, nuint count, nuint size, Comparison compare);

    [DllImport("no-such-library", EntryPoint = "no_such_function", ExactSpelling = true)]
    private static extern void NoSuchFunction();

    [StructLayout(LayoutKind.Sequential)]
    private struct LongDivision
    {
        public long Quotient;
        public long Remainder;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Mixed
    {
        public byte Small;
        public double Number;
        public ushort Medium;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Packed
    {
        public byte Small;
        public int Number;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Union
    {
        [FieldOffset(0)]
        public uint Word;

        [FieldOffset(0)]
        public float Single;
    }

    private struct FixedBuffer
    {
        public fixed byte Bytes[8];
    }
}
