// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="vm_vcpu_t" /> struct.</summary>
public static unsafe partial class vm_vcpu_tTests
{
    /// <summary>Validates that the <see cref="vm_vcpu_t" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(vm_vcpu_t), Marshal.SizeOf<vm_vcpu_t>());
    }

    /// <summary>Validates that the <see cref="vm_vcpu_t" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(vm_vcpu_t).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="vm_vcpu_t" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(192, sizeof(vm_vcpu_t));
        }
        else
        {
            Assert.Equal(100, sizeof(vm_vcpu_t));
        }
    }
}
