// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>What a guest may do with a device's register.</summary>
[Flags]
public enum RegisterAccess
{
    /// <summary>Nothing: it reads as zero and ignores writes.</summary>
    None = 0,

    /// <summary>Read; writes are ignored.</summary>
    Read = 1,

    /// <summary>Write; it reads as zero.</summary>
    Write = 2,

    /// <summary>Read and write.</summary>
    ReadWrite = Read | Write,
}
