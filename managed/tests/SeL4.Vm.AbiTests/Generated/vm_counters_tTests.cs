// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="vm_counters_t" /> struct.</summary>
public static unsafe partial class vm_counters_tTests
{
    /// <summary>Validates that the <see cref="vm_counters_t" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(vm_counters_t), Marshal.SizeOf<vm_counters_t>());
    }

    /// <summary>Validates that the <see cref="vm_counters_t" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(vm_counters_t).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="vm_counters_t" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(96, sizeof(vm_counters_t));
        }
        else
        {
            Assert.Equal(48, sizeof(vm_counters_t));
        }
    }
}
