// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Runner.Images;

namespace SeL4.Build.Building;

/// <summary>Where the images of a kernel are.</summary>
internal static class ImageFolders
{
    public static IReadOnlyList<BootImage> Discover(Repository repository, KernelChoice kernel) =>
        BootImage.Discover([repository.NativeImages(kernel.Id), repository.ManagedImages(kernel.Id)]);
}
