// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Protocol;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_holds() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Nothing_has_checksum_zero() => Assert.Equal(0u, Crc32.Compute([]));
}
