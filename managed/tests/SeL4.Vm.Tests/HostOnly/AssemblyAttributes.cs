// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// There is one fake machine in a process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
