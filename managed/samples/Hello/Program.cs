// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

Console.WriteLine("Hello from C#, the root task of seL4.");
