// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>Rights in libsel4's form.</summary>
internal static class NativeRights
{
    /// <exception cref="ArgumentOutOfRangeException">There are no such rights.</exception>
    public static seL4_CapRights_t Of(MemoryRights rights) => (rights & ~MemoryRights.ReadWrite) == 0
        ? ShimMemoryNative.shim_cap_rights(
            NativeBool.Of(rights.HasFlag(MemoryRights.Read)), NativeBool.Of(rights.HasFlag(MemoryRights.Write)))
        : throw new ArgumentOutOfRangeException(nameof(rights), rights, "Rights are made of Read and Write.");

    public static MemoryRights From(seL4_CapRights_t rights) =>
        (ShimMemoryNative.shim_cap_rights_read(rights) != 0 ? MemoryRights.Read : MemoryRights.None)
        | (ShimMemoryNative.shim_cap_rights_write(rights) != 0 ? MemoryRights.Write : MemoryRights.None);
}
