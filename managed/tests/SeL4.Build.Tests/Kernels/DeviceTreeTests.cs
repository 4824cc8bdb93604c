// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Kernels;

public sealed class DeviceTreeTests
{
    [Fact]
    public void Memory_is_what_the_tree_says()
    {
        (ulong, ulong)[] memory = [(0x4000_0000, 0x1000_0000), (0x8_0000_0000, 0x2_0000_0000)];
        Assert.Equal(memory, DeviceTree.Memory(FakeDeviceTree.Bytes(memory)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(39)]
    [InlineData(60)]
    [InlineData(100)]
    public void A_tree_that_is_cut_short_is_refused(int length) =>
        Assert.Throws<FormatException>(() => DeviceTree.Memory(FakeDeviceTree.OneGiB().AsSpan(0, length)));

    [Fact]
    public void A_damaged_tree_is_refused_or_read_but_never_more()
    {
        byte[] tree = FakeDeviceTree.OneGiB();
        for (int at = 0; at < tree.Length; at++)
        {
            byte good = tree[at];
            foreach (byte bad in new byte[] { 0, 0x7f, 0x80, 0xff })
            {
                tree[at] = bad;
                try
                {
                    DeviceTree.Memory(tree);
                }
                catch (FormatException)
                {
                }
            }

            tree[at] = good;
        }
    }
}
