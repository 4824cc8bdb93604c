// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

Console.WriteLine("leaving Main");
return 7;
