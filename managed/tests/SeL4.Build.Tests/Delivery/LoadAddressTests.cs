// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Delivery;

namespace SeL4.Build.Tests.Delivery;

public sealed class LoadAddressTests
{
    private const ulong MiB = 1 << 20;

    [Theory]
    [InlineData(0x4000_0000, 1024, 0x6000_0000, 0x50000000)] // QEMU's virt machine
    [InlineData(0x4000_0000, 1024, 0x4000_0000, 0x50000000)] // a kernel at the beginning of RAM
    [InlineData(0x4000_0000, 1024, 0x5000_0000, 0x40200000)] // a kernel where the image would go
    [InlineData(0x8000_0000, 128, 0x8400_0000, 0x80200000)] // little RAM
    public void The_image_goes_where_neither_kernel_nor_root_task_do(ulong start, ulong size, ulong kernel, ulong expected) =>
        Assert.Equal(expected, LoadAddress.Find([(start, size * MiB)], kernel, kernel + (48 * MiB), 2 * MiB));

    [Theory]
    [InlineData(2, 128)]
    [InlineData(64, 128)]
    [InlineData(200, 264)]
    public void A_large_image_has_a_large_root_task(ulong image, ulong room) =>
        Assert.Equal(room * MiB, LoadAddress.Room((image * MiB) - 1));

    [Fact]
    public void A_second_bank_of_RAM_serves_too() =>
        Assert.Equal(0x9000_0000ul, LoadAddress.Find([(0, 8 * MiB), (0x8000_0000, 512 * MiB)], 0, 8 * MiB, 4 * MiB));

    [Fact]
    public void No_room_is_told() =>
        Assert.Contains(
            "no place in RAM",
            Assert.Throws<UserErrorException>(() => LoadAddress.Find([(0, 16 * MiB)], 0, 12 * MiB, 8 * MiB)).Message);
}
