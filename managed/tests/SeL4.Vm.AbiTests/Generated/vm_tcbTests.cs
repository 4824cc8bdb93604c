// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="vm_tcb" /> struct.</summary>
public static unsafe partial class vm_tcbTests
{
    /// <summary>Validates that the <see cref="vm_tcb" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(vm_tcb), Marshal.SizeOf<vm_tcb>());
    }

    /// <summary>Validates that the <see cref="vm_tcb" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(vm_tcb).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="vm_tcb" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(104, sizeof(vm_tcb));
        }
        else
        {
            Assert.Equal(52, sizeof(vm_tcb));
        }
    }
}
