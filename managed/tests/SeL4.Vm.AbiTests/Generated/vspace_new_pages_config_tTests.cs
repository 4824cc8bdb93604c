// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="vspace_new_pages_config_t" /> struct.</summary>
public static unsafe partial class vspace_new_pages_config_tTests
{
    /// <summary>Validates that the <see cref="vspace_new_pages_config_t" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(vspace_new_pages_config_t), Marshal.SizeOf<vspace_new_pages_config_t>());
    }

    /// <summary>Validates that the <see cref="vspace_new_pages_config_t" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(vspace_new_pages_config_t).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="vspace_new_pages_config_t" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(32, sizeof(vspace_new_pages_config_t));
        }
        else
        {
            Assert.Equal(16, sizeof(vspace_new_pages_config_t));
        }
    }
}
