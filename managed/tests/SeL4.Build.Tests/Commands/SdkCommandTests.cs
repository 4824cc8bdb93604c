// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Commands;
using SeL4.Build.Kernels;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Commands;

public sealed class SdkCommandTests
{
    [Theory]
    [InlineData("bundled-release", "bundled-release")]
    [InlineData("bundled-debug", "bundled-debug", "bundled-release")]
    public void The_kernel_that_packages_need_comes_along(string chosen, params string[] built)
    {
        KernelChoice kernel = KernelCatalog.OfUser(TestRepository.Real).Choose(null, chosen, release: false);
        Assert.Equal(built, SdkCommand.Kernels(TestRepository.Real, kernel).Select(k => k.Id));
    }
}
