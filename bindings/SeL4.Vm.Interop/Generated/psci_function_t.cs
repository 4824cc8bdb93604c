// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="psci_function_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum psci_function_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_VERSION_FID"]/*' />
    PSCI_VERSION_FID = 0x84000000U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_CPU_SUSPEND_FID"]/*' />
    PSCI_CPU_SUSPEND_FID = 0x84000001U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_CPU_OFF_FID"]/*' />
    PSCI_CPU_OFF_FID = 0x84000002U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_CPU_ON_FID"]/*' />
    PSCI_CPU_ON_FID = 0x84000003U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_AFFINITY_INFO_FID"]/*' />
    PSCI_AFFINITY_INFO_FID = 0x84000004U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_MIGRATE_INFO_TYPE_FID"]/*' />
    PSCI_MIGRATE_INFO_TYPE_FID = 0x84000006U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_SYSTEM_OFF_FID"]/*' />
    PSCI_SYSTEM_OFF_FID = 0x84000008U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_SYSTEM_RESET_FID"]/*' />
    PSCI_SYSTEM_RESET_FID = 0x84000009U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_FEATURES_FID"]/*' />
    PSCI_FEATURES_FID = 0x8400000aU,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_SYSTEM_RESET2_FID"]/*' />
    PSCI_SYSTEM_RESET2_FID = 0x84000012U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_CPU_SUSPEND_64_FID"]/*' />
    PSCI_CPU_SUSPEND_64_FID = 0xc4000001U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_CPU_ON_64_FID"]/*' />
    PSCI_CPU_ON_64_FID = 0xc4000003U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_AFFINITY_INFO_64_FID"]/*' />
    PSCI_AFFINITY_INFO_64_FID = 0xc4000004U,

    /// <include file='Documentation.xml' path='doc/member[@name="psci_function_t.PSCI_SYSTEM_RESET2_64_FID"]/*' />
    PSCI_SYSTEM_RESET2_64_FID = 0xc4000012U,
}
