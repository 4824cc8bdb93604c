// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// Each test builds and boots; side by side they would only wait for one another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
