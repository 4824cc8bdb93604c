// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>A member of an enumeration was left out, so that those after it have other values.</summary>
internal static class WrongEnum
{
    public enum memory_fault_result_t : uint
    {
        FAULT_HANDLED,
        FAULT_UNHANDLED,
        FAULT_IGNORE,
        FAULT_ERROR,
    }
}
