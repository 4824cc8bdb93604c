// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Runner.Boards;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>A board.</summary>
internal sealed class BoardBed(Board board) : ITestBed
{
    public Machine? Emulated => null;

    public void Take(Repository repository, KernelPrefix kernel) => MachineSelection.Check(kernel, board);

    public int SideBySide(int jobs) => 1;

    public string? Refuses(BootImage image) =>
        image.Guest is null ? null : "its guest is put into memory by QEMU, which a board does not do";

    public Task<RunOutcome> RunAsync(BootImage image, string log, CancellationToken cancellation) => BoardRun.RunAsync(
        new BoardRequest
        {
            Board = board,
            Name = image.Name,
            ElfPath = image.ElfPath,
            RawPath = image.RawPath,
            LogPath = log,
            TotalSeconds = image.TimeoutSeconds,
            Input = image.Input,
            InputAfter = image.InputAfter,
        },
        cancellation);
}
