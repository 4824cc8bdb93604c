// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

internal static class NumericTests
{
    [TargetTest]
    public static void BitManipulation()
    {
        Check.Equal(7, BitOperations.Log2((uint)ExceptionTests.Opaque(200)));
        Check.Equal(24, BitOperations.LeadingZeroCount((uint)ExceptionTests.Opaque(200)));
        Check.Equal(3, BitOperations.TrailingZeroCount(ExceptionTests.Opaque(200)));
        Check.Equal(33, BitOperations.PopCount(0x1_ffff_ffffUL + (ulong)ExceptionTests.Opaque(0)));
        Check.Equal(0x34567812u, BitOperations.RotateLeft(0x12345678u, ExceptionTests.Opaque(8)));
        Check.Equal(256u, BitOperations.RoundUpToPowerOf2((uint)ExceptionTests.Opaque(129)));
        Check.True(BitOperations.IsPow2(ExceptionTests.Opaque(4096)));
    }

    [TargetTest]
    public static void BinaryPrimitiveAccess()
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x01020304);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], 0xbeef);
        Check.Sequence(new byte[] { 1, 2, 3, 4, 0xef, 0xbe, 0, 0 }, bytes.ToArray());
        Check.Equal(0x0102030 * 16 + 4, BinaryPrimitives.ReadInt32BigEndian(bytes));
        Check.Equal(0x8877665544332211UL, BinaryPrimitives.ReverseEndianness(0x1122334455667788UL));
    }

    [TargetTest]
    public static void Vector128Arithmetic()
    {
        var a = Vector128.Create(1, 2, 3, ExceptionTests.Opaque(4));
        var b = Vector128.Create(10);
        Check.Equal(Vector128.Create(11, 12, 13, 14), a + b);
        Check.Equal(100, Vector128.Sum(a * b));
        Check.Equal(Vector128.Create(4, 3, 2, 1), Vector128.Shuffle(a, Vector128.Create(3, 2, 1, 0)));
        Check.True(Vector128.EqualsAny(a, Vector128.Create(3)));
        Check.Equal(0b0100u, Vector128.Equals(a, Vector128.Create(3)).ExtractMostSignificantBits());
    }

    [TargetTest]
    public static void VectorsAreHardwareAccelerated()
    {
        Check.True(Vector128.IsHardwareAccelerated);
        Check.True(AdvSimd.IsSupported && AdvSimd.Arm64.IsSupported);
        Check.True(!Sse2.IsSupported && !Avx2.IsSupported);
        Check.Equal(4, Vector<int>.Count);
    }

    [TargetTest]
    public static void AdvSimdIntrinsics()
    {
        var a = Vector128.Create((byte)ExceptionTests.Opaque(200));
        Check.Equal(Vector128.Create((byte)255), AdvSimd.AddSaturate(a, a));
        Check.Equal((ushort)3200, AdvSimd.Arm64.AddAcrossWidening(a).ToScalar());
        Check.Throws<PlatformNotSupportedException>(() => GC.KeepAlive(Sse2.Add(Vector128<int>.One, Vector128<int>.One)));
    }

    [TargetTest]
    public static void Vector64Arithmetic()
    {
        var a = Vector64.Create((byte)ExceptionTests.Opaque(3));
        Check.True(Vector64.IsHardwareAccelerated);
        Check.True(a.Equals(Vector64.Create((byte)3)) && a == Vector64.Create((byte)3));
        Check.True(a.Equals((object)Vector64.Create((byte)3)) && a.GetHashCode() != 0);
        Check.Equal("<1, 2>", Vector64.Create(1, ExceptionTests.Opaque(2)).ToString());
        Check.Equal((byte)24, Vector64.Sum(a));
    }

    [TargetTest]
    public static void VectorsOfTAndNumerics()
    {
        var array = Enumerable.Range(0, 64).ToArray();
        var sum = Vector<int>.Zero;
        for (var i = 0; i < array.Length; i += Vector<int>.Count)
        {
            sum += new Vector<int>(array, i);
        }

        Check.Equal(2016, Vector.Sum(sum));
        Check.Equal(5f, new Vector2(3, 4).Length());
        Check.Equal(new Vector3(0, 0, 1), Vector3.Cross(Vector3.UnitX, Vector3.UnitY));
        Check.Equal(Matrix4x4.Identity, Matrix4x4.Identity * Matrix4x4.Identity);
    }

    [TargetTest]
    public static void BigIntegers()
    {
        var factorial = Enumerable.Range(1, 50).Aggregate(BigInteger.One, (a, n) => a * n);
        Check.Equal("30414093201713378043612608166064768844377641568960512000000000000", factorial.ToString());
        Check.Equal(BigInteger.Parse("30414093201713378043612608166064768844377641568960512000000000000"), factorial);
        Check.Equal(new BigInteger(9), BigInteger.ModPow(3, 200, 13));
        Check.Equal(new BigInteger(6), BigInteger.GreatestCommonDivisor(54, 24));
        Check.Throws<DivideByZeroException>(() => _ = factorial / BigInteger.Zero);
    }

    [TargetTest]
    public static void Decimals()
    {
        Check.Equal(0.3m, 0.1m + 0.2m);
        Check.Equal("79228162514264337593543950335", decimal.MaxValue.ToString());
        Check.Equal(3.33m, Math.Round(10m / 3, 2));
        Check.Equal(2m, Math.Round(2.5m));
        Check.Throws<OverflowException>(() => GC.KeepAlive(decimal.MaxValue + ExceptionTests.Opaque(1)));
        Check.Equal(-1.5m, decimal.Parse("-1.5", System.Globalization.CultureInfo.InvariantCulture));
    }

    [TargetTest]
    public static void Int128Arithmetic()
    {
        var product = (UInt128)ulong.MaxValue * ulong.MaxValue;
        Check.Equal("340282366920938463426481119284349108225", product.ToString());
        Check.Equal((UInt128)ulong.MaxValue, product / ulong.MaxValue);
        Check.Equal(-5, (int)((Int128)(-17) / 3));
        Check.Equal(0xfffffffffffffffeUL, Math.BigMul(ulong.MaxValue, ulong.MaxValue, out var low));
        Check.Equal(1UL, low);
    }

    [TargetTest]
    public static void HalvesAndGenericMath()
    {
        Check.Equal((Half)0.5f, (Half)(1.0f / 2));
        Check.Equal(10, Sum<int>([1, 2, 3, 4]));
        Check.Equal(2.5, Sum<double>([1, 1.5]));

        static T Sum<T>(ReadOnlySpan<T> values)
            where T : INumber<T>
        {
            var sum = T.Zero;
            foreach (var v in values)
            {
                sum += v;
            }

            return sum;
        }
    }

    [TargetTest]
    public static void MathFunctions()
    {
        Near(1.4142135623730951, Math.Sqrt(2));
        Near(0.8414709848078965, Math.Sin(1));
        Near(22026.465794806718, Math.Exp(10));
        Near(2.302585092994046, Math.Log(10));
        Near(0.7853981633974483, Math.Atan2(1, 1));
        Near(1.1752011936438014, Math.Sinh(1));
        Near(3.0, Math.Cbrt(27));
        Check.Equal(-3.0, Math.Floor(-2.5));
        Check.Equal(2.0, Math.Round(2.5));
        Check.Equal(1, Math.Sign(0.5));
        Check.Equal(-1.0, Math.IEEERemainder(5, 3));
        Check.Equal(2.0, 5.0 % 3.0);
        Check.Equal(8.0, Math.FusedMultiplyAdd(2, 3, 2));
        Check.True(double.IsNaN(Math.Sqrt(-1)));

        static void Near(double expected, double actual) => Check.True(Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected), $"{expected} {actual}");
    }

    [TargetTest]
    public static void ConversionsBetweenFloatsAndIntegers()
    {
        double big = ExceptionTests.Opaque(3) * 1e18;
        Check.Equal(3000000000000000000L, (long)big);
        Check.Equal(int.MaxValue, (int)(ExceptionTests.Opaque(1) * 1e20));
        Check.Equal(0u, (uint)(ExceptionTests.Opaque(-1) * 1.5));
        Check.Equal(0, (int)(ExceptionTests.Opaque(1) * double.NaN));
        Check.Equal(-3, (int)(ExceptionTests.Opaque(-7) / 2.0));
        Check.Equal(0x3ff0000000000000L, BitConverter.DoubleToInt64Bits(1.0));
    }

    [TargetTest]
    public static void ShiftsAndUnsignedArithmetic()
    {
        Check.Equal(1, 1 << ExceptionTests.Opaque(32));
        Check.Equal(-1, ExceptionTests.Opaque(-8) >> 31);
        Check.Equal(1, ExceptionTests.Opaque(-8) >>> 31);
        Check.Equal(uint.MaxValue, (uint)ExceptionTests.Opaque(0) - 1);
        Check.Equal(unchecked((int)0x80000000), unchecked(ExceptionTests.Opaque(int.MaxValue) + 1));
    }

    [TargetTest]
    public static void RandomIsReproducibleAndInRange()
    {
        var (a, b) = (new Random(7), new Random(7));
        for (var i = 0; i < 100; i++)
        {
            var n = a.Next(10, 20);
            Check.Equal(n, b.Next(10, 20));
            Check.True(n is >= 10 and < 20);
        }

        Check.True(Enumerable.Range(0, 100).Select(_ => Random.Shared.Next()).Distinct().Count() > 90);
    }

    [TargetTest]
    public static void StructuresOverBytes()
    {
        ReadOnlySpan<byte> bytes = [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0];
        var header = MemoryMarshal.Read<Header>(bytes);
        Check.Equal((1u, 2UL), (header.Kind, header.Length));
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Header
    {
        public uint Kind;
        public ulong Length;
    }
}
