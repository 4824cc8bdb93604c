// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;
using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm.Testing;

/// <summary>Functions of the host library beyond libsel4vm's (native/tests/hostlib/host.h).</summary>
internal static unsafe class HostNative
{
    // Beside the program when this project is referenced, in the package's folder for the platform otherwise.
    private const string LibraryName = "sel4vm_host";

    static HostNative()
    {
        NativeLibraryResolver.Use(LibraryName);
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(),
            (name, assembly, _) => name == NativeLibraryName.Value ? NativeLibrary.Load(LibraryName, assembly, null) : 0);
    }

    /// <summary>Binds everything to the host library.</summary>
    public static void Load()
    {
    }

#pragma warning disable SYSLIB1054, CA1707, CA5392 // Blittable; the names are C's; the resolver above decides.
    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_reset(uint ram_bits);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_kernel_fail(nuint n);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern byte host_kernel_failed();

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern byte host_type(byte* keys, nuint length);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern nint heap_live();

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void heap_fail(nuint n);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern byte heap_failed();

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern nuint host_mapped_frames();

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void* host_guest_memory(vm_t* vm, nuint address, nuint size, byte is_write);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_push_memory_fault(vm_t* vm, uint number, nuint address, byte fetch, uint syndrome);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_push_vcpu_fault(vm_t* vm, uint number, uint syndrome);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_push_event(ulong badge);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern ulong host_get_register(vm_t* vm, uint number, uint word);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_set_register(vm_t* vm, uint number, uint word, ulong value);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern byte host_is_running(vm_t* vm, uint number);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern int host_list_register(vm_t* vm, uint number, uint index);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_end_interrupt(vm_t* vm, uint number, uint index);

    [DllImport(NativeLibraryName.Value, ExactSpelling = true)]
    public static extern void host_leave_when_idle(vm_t* vm);
#pragma warning restore SYSLIB1054, CA1707, CA5392
}
