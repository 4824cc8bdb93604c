// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What a guest may do with mapped memory. Execution is allowed where reading is.</summary>
[Flags]
public enum MemoryRights
{
    /// <summary>Nothing: every access comes to the fault handler.</summary>
    None = 0,

    /// <summary>Read and execute.</summary>
    Read = 1,

    /// <summary>Write.</summary>
    Write = 2,

    /// <summary>Read, execute and write.</summary>
    ReadWrite = Read | Write,
}
