// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System;
using System.Runtime.InteropServices;
using Xunit;

namespace SeL4.Vm.Interop.UnitTests;

/// <summary>Provides validation of the <see cref="seL4_UserContext" /> struct.</summary>
public static unsafe partial class seL4_UserContextTests
{
    /// <summary>Validates that the <see cref="seL4_UserContext" /> struct is blittable.</summary>
    [Fact]
    public static void IsBlittableTest()
    {
        Assert.Equal(sizeof(seL4_UserContext), Marshal.SizeOf<seL4_UserContext>());
    }

    /// <summary>Validates that the <see cref="seL4_UserContext" /> struct has the right <see cref="LayoutKind" />.</summary>
    [Fact]
    public static void IsLayoutSequentialTest()
    {
        Assert.True(typeof(seL4_UserContext).IsLayoutSequential);
    }

    /// <summary>Validates that the <see cref="seL4_UserContext" /> struct has the correct size.</summary>
    [Fact]
    public static void SizeOfTest()
    {
        if (Environment.Is64BitProcess)
        {
            Assert.Equal(288, sizeof(seL4_UserContext));
        }
        else
        {
            Assert.Equal(144, sizeof(seL4_UserContext));
        }
    }
}
