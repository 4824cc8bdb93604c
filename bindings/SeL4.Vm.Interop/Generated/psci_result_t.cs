// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="psci_result_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum psci_result_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_SUCCESS"]/*' />
    PSCI_SUCCESS = 0,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_NOT_SUPPORTED"]/*' />
    PSCI_NOT_SUPPORTED = -1,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_INVALID_PARAMETERS"]/*' />
    PSCI_INVALID_PARAMETERS = -2,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_DENIED"]/*' />
    PSCI_DENIED = -3,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_ALREADY_ON"]/*' />
    PSCI_ALREADY_ON = -4,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_ON_PENDING"]/*' />
    PSCI_ON_PENDING = -5,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_INTERNAL_FAILURE"]/*' />
    PSCI_INTERNAL_FAILURE = -6,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_NOT_PRESENT"]/*' />
    PSCI_NOT_PRESENT = -7,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_DISABLED"]/*' />
    PSCI_DISABLED = -8,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_result_t.PSCI_INVALID_ADDRESS"]/*' />
    PSCI_INVALID_ADDRESS = -9,
}
