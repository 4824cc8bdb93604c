// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>The VMM in C: <c>native/bench</c>.</summary>
internal sealed unsafe class NativeMachine : ITestMachine
{
    private nint _bench;

    public NativeMachine(bool withInterrupts = false)
    {
        fixed (byte* guest = GuestImage.Content)
        {
            _bench = NativeBench.CreateVm(guest, (nuint)GuestImage.Content.Length, withInterrupts);
        }

        Check(_bench != 0);
    }

    public string Language => Bench.Language.C;

    public ulong Run(GuestOperation operation, ulong a, ulong b) => Checked(NativeBench.Guest(_bench, operation, a, b));

    public void Reserve(ulong address, ulong size, int count, bool anonymous, DeviceAnswer answer) =>
        Check(NativeBench.Reserve(_bench, (nuint)address, (nuint)size, (nuint)count, anonymous, answer) == 0);

    public void Release() => Check(NativeBench.Release(_bench) == 0);

    public ulong ReserveAndFree(ulong address, int times) =>
        Checked(NativeBench.ReserveAndFree(_bench, (nuint)address, (nuint)times));

    public ulong Map(int pageBits) => Checked(NativeBench.Map(_bench, (nuint)pageBits));

    public ulong Unmap() => Checked(NativeBench.Unmap(_bench));

    public void Defer() => Check(NativeBench.Defer(_bench) == 0);

    public ulong CopyIn(ulong address, byte[] buffer, int times)
    {
        fixed (byte* bytes = buffer)
        {
            return Checked(NativeBench.CopyIn(_bench, (nuint)address, bytes, (nuint)buffer.Length, (nuint)times));
        }
    }

    public ulong CopyOut(ulong address, byte[] buffer, int times)
    {
        fixed (byte* bytes = buffer)
        {
            return Checked(NativeBench.CopyOut(_bench, (nuint)address, bytes, (nuint)buffer.Length, (nuint)times));
        }
    }

    public void Dispose()
    {
        if (_bench != 0)
        {
            Check(NativeBench.DestroyVm(_bench) == 0);
            _bench = 0;
        }
    }

    private static ulong Checked(ulong value)
    {
        Check(value != NativeBench.Failed);
        return value;
    }

    private static void Check(bool succeeded)
    {
        if (!succeeded)
        {
            throw new BenchFailedException("A benchmark in C failed.");
        }
    }
}
