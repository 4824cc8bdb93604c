// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>A field is narrower than in C; padding keeps every offset and the size.</summary>
internal static class WrongFieldWidth
{
    public unsafe struct vm_run_t
    {
        public short exit_reason;
        public delegate* unmanaged[Cdecl]<Interop.vm_t*, ulong, Interop.seL4_MessageInfo_t, void*, int> notification_callback;
        public void* notification_callback_cookie;
    }
}
