// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="rs_vspace" /> struct.</summary>
public static unsafe partial class rs_vspaceTests
{
    /// <summary>Validates that the <see cref="rs_vspace" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(rs_vspace), Marshal.SizeOf<rs_vspace>());
    }

    /// <summary>Validates that the <see cref="rs_vspace" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(rs_vspace).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="rs_vspace" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        Assert.Equal(1, sizeof(rs_vspace));
    }
}
