// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SeL4.TestKit;

namespace SeL4.ConsoleSuite;

internal static class EnvironmentTests
{
    [TargetTest]
    public static void TheMachineIsDescribed()
    {
        Check.Equal(1, Environment.ProcessorCount);
        Check.Equal(4096, Environment.SystemPageSize);
        Check.Equal(1, Environment.ProcessId);
        Check.Equal("sel4", Environment.MachineName);
        Check.Equal(Architecture.Arm64, RuntimeInformation.OSArchitecture);
        Check.Equal(Architecture.Arm64, RuntimeInformation.ProcessArchitecture);
        Check.True(Environment.Is64BitProcess && Environment.OSVersion.Version.Major >= 0);
    }

    [TargetTest]
    public static void VariablesCanBeSetAndRead()
    {
        Check.True(Environment.GetEnvironmentVariable("NOT_THERE") is null);
        Environment.SetEnvironmentVariable("SET_HERE", "value");
        Check.Equal("value", Environment.GetEnvironmentVariable("SET_HERE"));
        Check.True(Environment.GetEnvironmentVariables().Contains("SET_HERE"));
    }

    [TargetTest]
    public static void LocalTimeIsUtc()
    {
        Check.Equal(TimeSpan.Zero, TimeZoneInfo.Local.BaseUtcOffset);
        Check.True((DateTime.Now - DateTime.UtcNow).Duration() < TimeSpan.FromSeconds(20));
    }

    [TargetTest]
    public static void ThereAreNoOtherTimeZones()
    {
        Check.Throws<TimeZoneNotFoundException>(() => TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Check.Throws<TimeZoneNotFoundException>(() => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Asia/Tokyo"));
        Check.True(!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _));
        Check.Equal("UTC", TimeZoneInfo.FindSystemTimeZoneById("UTC").Id);
        Check.True(TimeZoneInfo.GetSystemTimeZones().All(z => z.BaseUtcOffset == TimeSpan.Zero));
        var own = TimeZoneInfo.CreateCustomTimeZone("own", TimeSpan.FromHours(2), "own", "own");
        Check.Equal(14, TimeZoneInfo.ConvertTime(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc), own).Hour);
    }

    [TargetTest]
    public static void ThereAreNoDrives()
    {
        Check.Equal(0, Environment.GetLogicalDrives().Length);
        Check.Equal(0, DriveInfo.GetDrives().Length);
    }

    [TargetTest]
    public static void SignalsCanBeRegisteredFor()
    {
        ConsoleCancelEventHandler handler = (_, _) => { };
        Console.CancelKeyPress += handler;
        Console.CancelKeyPress -= handler;
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => { }).Dispose();
        Check.Throws<PlatformNotSupportedException>(() => PosixSignalRegistration.Create((PosixSignal)1000, _ => { }));
    }

    [TargetTest]
    public static void RandomNumbersDiffer()
    {
        Check.True(Guid.NewGuid() != Guid.NewGuid());
        var values = Enumerable.Range(0, 100).Select(_ => Random.Shared.NextInt64()).ToHashSet();
        Check.Equal(100, values.Count);
    }

    // There is no source of numbers that keys could be made of: nothing may pass for one.
    [TargetTest]
    public static void CryptographyIsRefused()
    {
        var exception = Check.Throws<PlatformNotSupportedException>(() => RandomNumberGenerator.GetBytes(16));
        Check.True(exception.Message.StartsWith("System.Security.Cryptography ", StringComparison.Ordinal));
        Check.Throws<PlatformNotSupportedException>(() => RandomNumberGenerator.GetInt32(6));
        Check.Throws<PlatformNotSupportedException>(() =>
        {
            using var generator = RandomNumberGenerator.Create();
            generator.GetBytes(new byte[4]);
        });
        Check.True(Refused(() => SHA256.HashData("abc"u8)) && Refused(() => SHA256.HashData("abc"u8)));
        Check.True(Refused(() => Aes.Create().GenerateKey()));
        Check.Throws<DllNotFoundException>(() => NativeLibrary.Load("libcrypto"));
    }

    private static bool Refused(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (Exception exception)
        {
            return (exception as TypeInitializationException)?.InnerException is PlatformNotSupportedException
                || exception is PlatformNotSupportedException;
        }
    }

    [TargetTest]
    public static unsafe void NativeMemory()
    {
        var memory = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(1000);
        Check.Equal(0, (int)memory[999]);
        memory = (byte*)System.Runtime.InteropServices.NativeMemory.Realloc(memory, 100_000);
        memory[99_999] = 1;
        System.Runtime.InteropServices.NativeMemory.Free(memory);
        var aligned = System.Runtime.InteropServices.NativeMemory.AlignedAlloc(100, 4096);
        Check.Equal(0UL, (ulong)aligned % 4096);
        aligned = System.Runtime.InteropServices.NativeMemory.AlignedRealloc(aligned, 200, 4096);
        Check.Equal(0UL, (ulong)aligned % 4096);
        System.Runtime.InteropServices.NativeMemory.AlignedFree(aligned);
    }
}
