// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="vm_cspace" /> struct.</summary>
public static unsafe partial class vm_cspaceTests
{
    /// <summary>Validates that the <see cref="vm_cspace" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(vm_cspace), Marshal.SizeOf<vm_cspace>());
    }

    /// <summary>Validates that the <see cref="vm_cspace" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(vm_cspace).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="vm_cspace" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(40, sizeof(vm_cspace));
        }
        else
        {
            Assert.Equal(20, sizeof(vm_cspace));
        }
    }
}
