// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

//
// Benchmarks of the product, in C and in C# side by side in one boot. Instructions are exact under
// `qemu-system-aarch64 -icount shift=0,sleep=off`; `./build.sh bench` runs it like that.

using SeL4.Bench;

ulong main = NativeBench.Now();
ulong rootTask = NativeBench.RootTaskStart();
using (new ManagedMachine())
{
    ulong guest = NativeBench.Now();
    Report.Value("boot", Language.C, [("until", "root task")], "instructions", rootTask);
    Report.Value("boot", Language.CSharp, [("until", "Main")], "instructions", main);
    Report.Value("boot", Language.CSharp, [("until", "guest runs")], "instructions", guest);
}

Func<bool, ITestMachine>[] languages =
[
    withInterrupts => new NativeMachine(withInterrupts),
    withInterrupts => new ManagedMachine(withInterrupts),
];
foreach (Func<bool, ITestMachine> create in languages)
{
    FaultBenchmarks.Run(create);
    MemoryBenchmarks.Run(create);
}

FaultBenchmarks.RunDelegate();
CallBenchmarks.Run();
AllocationBenchmarks.Run();
CollectionBenchmarks.Run();
ExceptionBenchmarks.Run();
CopyBenchmarks.Run();
DeviceBenchmarks.Run();
return 0;
