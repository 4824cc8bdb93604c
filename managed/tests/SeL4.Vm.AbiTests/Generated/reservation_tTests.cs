// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="reservation_t" /> struct.</summary>
public static unsafe partial class reservation_tTests
{
    /// <summary>Validates that the <see cref="reservation_t" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(reservation_t), Marshal.SizeOf<reservation_t>());
    }

    /// <summary>Validates that the <see cref="reservation_t" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(reservation_t).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="reservation_t" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(8, sizeof(reservation_t));
        }
        else
        {
            Assert.Equal(4, sizeof(reservation_t));
        }
    }
}
