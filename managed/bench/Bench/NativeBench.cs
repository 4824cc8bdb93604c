// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Bench;

/// <summary>The benchmarks in C: <c>sel4vm_bench/bench.h</c>.</summary>
internal static unsafe partial class NativeBench
{
    public const ulong Failed = ulong.MaxValue;
    public const ulong RamBase = 0x40000000;
    public const ulong RamSize = 0x200000;
    public const ulong CallNothing = 0xc6000002;
    public const ulong CallInject = 0xc6000003;
    public const int Interrupt = 40;
    public const int TimerInterrupt = 27;

    private const string Library = "sel4vm_bench";

    [LibraryImport(Library, EntryPoint = "bench_now")]
    [SuppressGCTransition]
    public static partial ulong Now();

    [LibraryImport(Library, EntryPoint = "bench_root_task_start")]
    public static partial ulong RootTaskStart();

    [LibraryImport(Library, EntryPoint = "bench_report_function")]
    public static partial ulong ReportFunction();

    [LibraryImport(Library, EntryPoint = "bench_operation")]
    public static partial ulong Operation(GuestOperation operation);

    [LibraryImport(Library, EntryPoint = "bench_vm_create")]
    public static partial nint CreateVm(byte* guest, nuint size, [MarshalAs(UnmanagedType.U1)] bool withInterrupts);

    [LibraryImport(Library, EntryPoint = "bench_vm_destroy")]
    public static partial int DestroyVm(nint bench);

    [LibraryImport(Library, EntryPoint = "bench_guest")]
    public static partial ulong Guest(nint bench, GuestOperation operation, ulong a, ulong b);

    [LibraryImport(Library, EntryPoint = "bench_reserve")]
    public static partial int Reserve(
        nint bench, nuint address, nuint size, nuint count, [MarshalAs(UnmanagedType.U1)] bool anonymous, DeviceAnswer answer);

    [LibraryImport(Library, EntryPoint = "bench_release")]
    public static partial int Release(nint bench);

    [LibraryImport(Library, EntryPoint = "bench_reserve_and_free")]
    public static partial ulong ReserveAndFree(nint bench, nuint address, nuint times);

    [LibraryImport(Library, EntryPoint = "bench_map")]
    public static partial ulong Map(nint bench, nuint pageBits);

    [LibraryImport(Library, EntryPoint = "bench_unmap")]
    public static partial ulong Unmap(nint bench);

    [LibraryImport(Library, EntryPoint = "bench_map_calls")]
    public static partial ulong MapCalls();

    [LibraryImport(Library, EntryPoint = "bench_defer")]
    public static partial int Defer(nint bench);

    [LibraryImport(Library, EntryPoint = "bench_copy_in")]
    public static partial ulong CopyIn(nint bench, nuint address, byte* buffer, nuint size, nuint times);

    [LibraryImport(Library, EntryPoint = "bench_copy_out")]
    public static partial ulong CopyOut(nint bench, nuint address, byte* buffer, nuint size, nuint times);

    [LibraryImport(Library, EntryPoint = "bench_nothing")]
    public static partial void Nothing();

    [LibraryImport(Library, EntryPoint = "bench_nothing")]
    [SuppressGCTransition]
    public static partial void NothingWithoutTransition();

    [LibraryImport(Library, EntryPoint = "bench_call")]
    public static partial ulong Call(nuint times);

    [LibraryImport(Library, EntryPoint = "bench_call_back")]
    public static partial ulong CallBack(delegate* unmanaged[Cdecl]<void> callback, nuint times);

    [LibraryImport(Library, EntryPoint = "bench_allocate")]
    public static partial ulong Allocate(nuint size, nuint times);
}
