// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>Bindings that are wrong in one way each, as a careless edit would make them.</summary>
internal static class WrongFieldOrder
{
    /// <summary>Two fields of the same type are exchanged: the size is right, the offsets are not.</summary>
    public struct vm_frame_t
    {
        public ulong cptr;
        public Interop.seL4_CapRights_t rights;
        public nuint size_bits;
        public nuint vaddr;
    }
}
