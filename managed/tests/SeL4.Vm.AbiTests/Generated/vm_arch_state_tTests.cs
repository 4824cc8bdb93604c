// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="vm_arch_state_t" /> struct.</summary>
public static unsafe partial class vm_arch_state_tTests
{
    /// <summary>Validates that the <see cref="vm_arch_state_t" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(vm_arch_state_t), Marshal.SizeOf<vm_arch_state_t>());
    }

    /// <summary>Validates that the <see cref="vm_arch_state_t" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(vm_arch_state_t).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="vm_arch_state_t" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        Assert.Equal(1, sizeof(vm_arch_state_t));
    }
}
