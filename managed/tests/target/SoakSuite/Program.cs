// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.TestKit;

return TargetTestRunner.Run(typeof(Program).Assembly, "soak");
