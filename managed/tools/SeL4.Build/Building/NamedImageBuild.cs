// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;
using SeL4.Runner.Images;

namespace SeL4.Build.Building;

/// <summary>Builds one image that a user names, native or C#, with everything below it.</summary>
internal static class NamedImageBuild
{
    /// <exception cref="UserErrorException">There is no such image.</exception>
    public static async Task<(BootImage Image, KernelPrefix Kernel)> RunAsync(
        BuildContext context, KernelChoice kernel, string name)
    {
        await PrerequisiteStep.EnsureAsync(context);
        context.Steps.Note($"kernel: {kernel.Title}");
        KernelPrefix prefix = await KernelBuild.RunAsync(context, kernel);
        IReadOnlyList<BootImage> native = BootImage.Discover([context.Repository.NativeImages(kernel.Id)]);
        if (native.FirstOrDefault(i => i.Name == name) is { } found)
        {
            return (found, prefix);
        }

        IReadOnlyList<ManagedImage> managed = ManagedImage.Discover(context.Repository);
        if (managed.FirstOrDefault(i => i.Name == name) is { } program)
        {
            return (await ManagedImageBuild.RunAsync(context, kernel, program), prefix);
        }

        string known = string.Join(", ", managed.Select(i => i.Name).Concat(native.Select(i => i.Name)));
        throw new UserErrorException($"no image is called '{name}'; there are: {known}");
    }
}
