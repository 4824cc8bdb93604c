// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The keyboard of the root task. On the host only: the test types.</summary>
public sealed class HostConsoleTests : VmTest
{
    [Fact]
    public void KeysArriveAsTheyWereTyped()
    {
        byte[] buffer = new byte[4];
        FakeMachine.Type("a\r\u0003\u007fz"u8);
        Assert.Equal(4, HostConsole.Read(buffer));
        Assert.Equal("a\r\u0003\u007f"u8, buffer);
        Assert.Equal(0, HostConsole.Read([]));
        Assert.Equal(1, HostConsole.Read(buffer));
        Assert.Equal((byte)'z', buffer[0]);
        Assert.Equal(0, HostConsole.Read(buffer));
    }
}
