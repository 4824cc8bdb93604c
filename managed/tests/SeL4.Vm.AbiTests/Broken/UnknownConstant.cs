// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>A macro was removed or renamed, and the binding kept it.</summary>
internal static class UnknownConstant
{
    public const int VM_NO_SUCH_MACRO = 7;
}
