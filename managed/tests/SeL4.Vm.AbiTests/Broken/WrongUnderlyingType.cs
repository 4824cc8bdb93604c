// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.AbiTests.Broken;

/// <summary>Negative results need a signed type.</summary>
internal static class WrongUnderlyingType
{
    public enum psci_result_t : long
    {
        PSCI_SUCCESS = 0,
        PSCI_NOT_SUPPORTED = -1,
        PSCI_INVALID_PARAMETERS = -2,
        PSCI_DENIED = -3,
        PSCI_ALREADY_ON = -4,
        PSCI_ON_PENDING = -5,
        PSCI_INTERNAL_FAILURE = -6,
        PSCI_NOT_PRESENT = -7,
        PSCI_DISABLED = -8,
        PSCI_INVALID_ADDRESS = -9,
    }
}
