// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;
using SeL4.Build.Delivery;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Delivery;

/// <summary>The form of boot.scr; that U-Boot takes it is an end-to-end test.</summary>
public sealed class UBootScriptTests
{
    [Fact]
    public void Header_and_commands_are_where_U_Boot_looks()
    {
        byte[] file = UBootScript.Encode(new string('n', 40), "booti\n");
        Assert.Equal(64 + 8 + 6, file.Length);
        Assert.Equal([0x27, 0x05, 0x19, 0x56], file[..4]);
        Assert.Equal((14u, Crc32.Compute(file.AsSpan(64))), (Word(file, 12), Word(file, 24)));
        Assert.Equal([5, 22, 6, 0], file[28..32]); // Linux, arm64, script, not compressed
        Assert.Equal(new string('n', 32), Encoding.ASCII.GetString(file, 32, 32));
        Assert.Equal((6u, 0u), (Word(file, 64), Word(file, 68)));
        Assert.Equal("booti\n", Encoding.ASCII.GetString(file, 72, 6));
        uint stated = Word(file, 4);
        file.AsSpan(4, 4).Clear();
        Assert.Equal(Crc32.Compute(file.AsSpan(0, 64)), stated);
    }

    private static uint Word(byte[] file, int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
