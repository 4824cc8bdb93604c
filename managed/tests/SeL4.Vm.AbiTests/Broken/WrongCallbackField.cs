// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>A field for C's function pointer holds a managed one: same size, same signature, another way to call.</summary>
internal static class WrongCallbackField
{
    public unsafe struct vm_run_t
    {
        public int exit_reason;
        public delegate*<Interop.vm_t*, ulong, Interop.seL4_MessageInfo_t, void*, int> notification_callback;
        public void* notification_callback_cookie;
    }
}
