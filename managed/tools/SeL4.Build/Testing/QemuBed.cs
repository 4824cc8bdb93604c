// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;
using SeL4.Build.Kernels;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>QEMU.</summary>
/// <param name="machineName">The machine to be, or <see langword="null"/> for the one that the kernel was built for.</param>
/// <param name="soak">What the image <see cref="Soak.Suite"/> is to do beyond its test.</param>
/// <param name="say">Told what came of that.</param>
internal sealed class QemuBed(string? machineName, Soak? soak = null, Action<string>? say = null) : ITestBed
{
    public Machine? Emulated { get; private set; }

    public void Take(Repository repository, KernelPrefix kernel) =>
        Emulated = MachineSelection.For(repository, kernel, machineName);

    public int SideBySide(int jobs) => jobs;

    public string? Refuses(BootImage image) => null;

    public async Task<RunOutcome> RunAsync(BootImage image, string log, CancellationToken cancellation)
    {
        using GuestParcel? guest = GuestParcel.OfImage(image);
        var request = new RunRequest
        {
            Machine = Emulated!,
            ImagePath = image.ElfPath,
            LogPath = log,
            TotalSeconds = soak?.TotalSeconds ?? image.TimeoutSeconds,
            Input = image.Input,
            InputAfter = image.InputAfter,
            ExtraArguments = soak?.QemuArguments ?? guest?.QemuArguments ?? [],
        };
        RunOutcome outcome = await GuestRun.RunAsync(request, cancellation);
        if (soak is not null)
        {
            say?.Invoke(Soak.Result(outcome));
        }

        return outcome;
    }
}
