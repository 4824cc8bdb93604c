// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>A macro was edited and the bindings were not regenerated.</summary>
internal static class WrongConstant
{
    public const int VM_IPA_BITS = 40;
}
