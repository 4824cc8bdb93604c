// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Building;
using SeL4.Build.Guests;
using SeL4.Build.Kernels;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Build.Testing.Inputs;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Protocol;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>The images of one kernel, run in QEMU or on a board.</summary>
internal sealed class KernelTests(KernelChoice kernel, ITestBed bed) : ITestSource
{
    public TestGroup Group { get; } = new(kernel.Id, kernel.Title);

    public async Task RunAsync(BuildContext context, TestFilter filter)
    {
        try
        {
            bed.Take(context.Repository, await KernelBuild.RunAsync(context, kernel));
        }
        catch (UnfitKernelException unfit) when (kernel.Origin == KernelOrigin.Home)
        {
            // Nobody asked for this kernel, it just lies in ~/.sel4.
            Group.Add(new TestResult("kernel", kernel.Id, CaseOutcome.Skipped, unfit.Message, TimeSpan.Zero));
            return;
        }

        IReadOnlyList<BootImage> native = BootImage.Discover([context.Repository.NativeImages(kernel.Id)]);
        IReadOnlyList<BootImage> managed = await BuildManagedAsync(context, filter);
        Group.AddRange(await new InputTests(context, kernel).RunAsync(managed, filter));
        BootImage[] selected = [.. native.Concat(managed).Where(i => MayHold(i, filter))];
        await context.Steps.RunAsync(
            $"{selected.Length} images on {kernel.Id}",
            (StepProgress progress) => RunImagesAsync(context, selected, filter, progress));
        if (bed.Emulated is { } machine)
        {
            await RunGuestsAsync(context, machine, managed.FirstOrDefault(i => i.Name == GuestParcel.RunnerImage), filter);
        }
    }

    private async Task RunGuestsAsync(BuildContext context, Machine machine, BootImage? runner, TestFilter filter)
    {
        IReadOnlyList<GuestCase> cases = GuestCase.Load(context.Repository);
        if (GuestCase.Obstacle(cases, runner, filter) is { } obstacle)
        {
            Group.Add(new TestResult(GuestCase.Suite, ImageVerdict.Run, CaseOutcome.Failed, obstacle, TimeSpan.Zero));
        }
        else if (runner is not null)
        {
            var guests = new GuestCaseRuns(context, kernel.Id, machine, runner);
            await context.Steps.RunAsync(
                $"Guests on {kernel.Id}",
                async (StepProgress progress) => Group.AddRange(await guests.RunAsync(cases, filter, progress)));
        }
    }

    // Which tests a suite has is known only when it has run.
    internal static bool MayHold(BootImage image, TestFilter filter) =>
        image.Kind == ImageKind.Suite && !filter.NamesSuite
        || image.Name.Contains(filter.SuitePart, StringComparison.OrdinalIgnoreCase);

    // A suite that is named is that of one image, the guests', which the generic VMM runs, or the one about what images are made from.
    internal static bool MayNeed(string program, TestFilter filter) =>
        !filter.NamesSuite
        || program.Contains(filter.SuitePart, StringComparison.OrdinalIgnoreCase)
        || (program == GuestParcel.RunnerImage && GuestCase.Suite.Contains(filter.SuitePart, StringComparison.OrdinalIgnoreCase))
        || filter.Accepts(InputTests.Suite, program);

    // A program that cannot be built is one failed test; the other images still run.
    private async Task<IReadOnlyList<BootImage>> BuildManagedAsync(BuildContext context, TestFilter filter)
    {
        List<BootImage> images = [];
        IReadOnlyList<ManagedImage> programs = [.. ManagedImage.Discover(context.Repository).Where(p => MayNeed(p.Name, filter))];
        await ManagedImageBuild.RunAllAsync(context, kernel, programs);
        foreach (ManagedImage image in programs)
        {
            try
            {
                images.Add(await ManagedImageBuild.RunAsync(context, kernel, image));
            }
            catch (CommandFailedException failure)
            {
                context.Steps.Show(failure);
                string message = string.Join('\n', failure.Tail.Prepend($"{failure.Message}: {failure.Command}"));
                Group.Add(new TestResult("build", image.Name, CaseOutcome.Failed, message, TimeSpan.Zero)
                {
                    LogPath = failure.LogPath,
                });
            }
        }

        return images;
    }

    private async Task RunImagesAsync(
        BuildContext context, IReadOnlyList<BootImage> images, TestFilter filter, StepProgress progress)
    {
        IReadOnlyList<TestResult>[] results = await SideBySide.RunAsync(
            images,
            bed.SideBySide(context.Jobs),
            (image, cancellation) => RunImageAsync(context, image, progress, cancellation),
            context.Cancellation);
        Group.AddRange(results.SelectMany(r => r).Where(
            r => filter.Accepts(r.Suite, r.Name) || r.Name == ImageVerdict.Run));
    }

    private async Task<IReadOnlyList<TestResult>> RunImageAsync(
        BuildContext context, BootImage image, StepProgress progress, CancellationToken cancellation)
    {
        string log = Path.Combine(context.Results, kernel.Id, image.Name + ".serial.log");
        if (bed.Refuses(image) is { } reason)
        {
            return [new TestResult(image.Name, ImageVerdict.Run, CaseOutcome.Skipped, reason, TimeSpan.Zero)];
        }

        RunOutcome outcome = await bed.RunAsync(image, log, cancellation);
        cancellation.ThrowIfCancellationRequested();
        progress.Line($"{image.Name}: {outcome.Explanation}");
        return ImageVerdict.Of(image, outcome, log);
    }
}
