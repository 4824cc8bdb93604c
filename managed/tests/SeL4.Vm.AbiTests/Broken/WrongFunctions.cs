// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>Functions that are declared wrongly, one fault in each.</summary>
internal static unsafe class WrongFunctions
{
    /// <summary>A parameter is missing: what excluding the name of a type does to parameters of that name.</summary>
    public static class MissingParameter
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_memory_make_anon(nuint addr, nuint size);
    }

    /// <summary>A 64-bit parameter has 32 bits.</summary>
    public static class NarrowParameter
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_memory_make_anon(Interop.vm_t* vm, nuint addr, uint size);
    }

    /// <summary>A structure that C passes by value is passed by reference.</summary>
    public static class ByReference
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_set_thread_context(Interop.vm_vcpu_t* vcpu, Interop.seL4_UserContext* context);
    }

    /// <summary>A structure by value has another size, and goes into memory instead of a register.</summary>
    public static class WrongStructure
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_map_reservation_ram(
            Interop.vm_t* vm, Interop.vm_memory_reservation_t* reservation, seL4_CapRights_t rights, nuint max_page_bits);

        public struct seL4_CapRights_t
        {
            public ulong First;
            public ulong Second;
            public ulong Third;
        }
    }

    /// <summary>A callback answers void instead of a result.</summary>
    public static class WrongCallback
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_register_notification_callback(
            Interop.vm_t* vm,
            delegate* unmanaged[Cdecl]<Interop.vm_t*, ulong, Interop.seL4_MessageInfo_t, void*, void> notification_callback,
            void* cookie);
    }

    /// <summary>A callback is managed: C would call it without the runtime's knowledge.</summary>
    public static class ManagedCallback
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_register_notification_callback(
            Interop.vm_t* vm,
            delegate*<Interop.vm_t*, ulong, Interop.seL4_MessageInfo_t, void*, int> notification_callback,
            void* cookie);
    }

    /// <summary>A callback has another convention than C's.</summary>
    public static class StandardCallback
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_register_notification_callback(
            Interop.vm_t* vm,
            delegate* unmanaged[Stdcall]<Interop.vm_t*, ulong, Interop.seL4_MessageInfo_t, void*, int> notification_callback,
            void* cookie);
    }

    /// <summary>A pointer to another structure.</summary>
    public static class WrongPointer
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vm_run(Interop.vm_vcpu_t* vm);
    }

    /// <summary>An inline function has no symbol to link.</summary>
    public static class InlineFunction
    {
        [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern ulong seL4_CapRights_get_capAllowRead(Interop.seL4_CapRights_t block);
    }

    /// <summary>Another library.</summary>
    public static class WrongLibrary
    {
        [DllImport("libc", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
        public static extern int vcpu_start(Interop.vm_vcpu_t* vcpu);
    }
}
