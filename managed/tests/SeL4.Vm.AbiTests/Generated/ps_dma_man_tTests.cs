// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="ps_dma_man_t" /> struct.</summary>
public static unsafe partial class ps_dma_man_tTests
{
    /// <summary>Validates that the <see cref="ps_dma_man_t" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(ps_dma_man_t), Marshal.SizeOf<ps_dma_man_t>());
    }

    /// <summary>Validates that the <see cref="ps_dma_man_t" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(ps_dma_man_t).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="ps_dma_man_t" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(48, sizeof(ps_dma_man_t));
        }
        else
        {
            Assert.Equal(24, sizeof(ps_dma_man_t));
        }
    }
}
