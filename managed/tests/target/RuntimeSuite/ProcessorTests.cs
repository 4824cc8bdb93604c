// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using SeL4.TestKit;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;
using HashCrc32 = System.IO.Hashing.Crc32;

namespace SeL4.RuntimeSuite;

/// <summary>Extensions of the processor: what the class library says of them, and code that uses them.</summary>
internal static partial class ProcessorTests
{
    // AT_HWCAP and its bits on arm64 Linux: rootserver/cpu.h. The root server's own tests compare them with the processor.
    private const nuint HwCap = 16;

    [TargetTest]
    public static void ExtensionsAreThoseOfTheProcessor()
    {
        var present = GetAuxiliaryValue(HwCap);
        bool Has(int bit) => (present >> bit & 1) != 0;
        Check.Equal(Has(3), ArmAes.IsSupported);
        Check.Equal(Has(5), Sha1.IsSupported);
        Check.Equal(Has(6), Sha256.IsSupported);
        Check.Equal(Has(7), ArmCrc32.IsSupported && ArmCrc32.Arm64.IsSupported);
        Check.Equal(Has(12), Rdm.IsSupported);
        Check.Equal(Has(20), Dp.IsSupported);
#pragma warning disable SYSLIB5003 // What matters here is that the experimental class says no: seL4 keeps no SVE registers.
        Check.True(!Sve.IsSupported);
#pragma warning restore SYSLIB5003
    }

    [TargetTest]
    public static void Crc32Instructions()
    {
        var crc = uint.MaxValue;
        if (!ArmCrc32.IsSupported)
        {
            Check.Throws<PlatformNotSupportedException>(() => ArmCrc32.ComputeCrc32(crc, (byte)1));
            return;
        }

        foreach (var digit in "123456789"u8)
        {
            crc = ArmCrc32.ComputeCrc32(crc, digit);
        }

        Check.Equal(0xcbf43926u, ~crc);
    }

    // The check values are those of the algorithms' authors: CRC RevEng's catalogue for the CRCs, and the test
    // vectors that the package itself has for XXH3 and XXH64.
    [TargetTest]
    public static void HashesOfAPackage()
    {
        Check.Equal(0xcbf43926u, HashCrc32.HashToUInt32("123456789"u8));
        Check.Equal(0x6c40df5f0b497347ul, Crc64.HashToUInt64("123456789"u8));
        Check.Equal(0xef46db3751d8e999ul, XxHash64.HashToUInt64([]));
        Check.Equal(0x2d06800538d394c2ul, XxHash3.HashToUInt64([]));
        var data = new byte[100_000];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(i * 7 + i / 251);
        }

        Check.Equal(Crc32BitByBit(data), HashCrc32.HashToUInt32(data));
        var inParts = new HashCrc32();
        inParts.Append(data.AsSpan(0, 33));
        inParts.Append(data.AsSpan(33));
        Check.Equal(HashCrc32.HashToUInt32(data), inParts.GetCurrentHashAsUInt32());
    }

    // ITU-T V.42, 8.1.1.6.2: the polynomial, least significant bit first.
    private static uint Crc32BitByBit(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = crc >> 1 ^ (0xedb88320 & 0 - (crc & 1));
            }
        }

        return ~crc;
    }

    [LibraryImport("sel4vm", EntryPoint = "getauxval")]
    private static partial nuint GetAuxiliaryValue(nuint type);
}
