// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests.BadInput;

/// <summary>
/// What a caller, a callback or a guest may do wrong, a test each: a clear error, nothing lost, nothing leaked.
/// </summary>
/// <remarks>
/// Of the list that the C library is tested against (native/tests), a C# caller cannot produce these:
/// <list type="table">
/// <item><term>NULL for an output pointer, a VM or a reservation</term><description>the methods have receivers, and results instead</description></item>
/// <item><term>a wrapping reservation</term><description><see cref="GuestRange"/> cannot wrap; addresses of pages and copies can, and are here</description></item>
/// <item><term>freeing the reservation of another VM</term><description>a reservation knows its VM</description></item>
/// <item><term>a frame with a wrong vaddr</term><description>SeL4.Vm fills it in: a <see cref="FrameSource"/> is asked for one address</description></item>
/// <item><term>an unsupported width with a syndrome</term><description>the syndrome has only 1, 2, 4 and 8 bytes; wider accesses come without one</description></item>
/// </list>
/// </remarks>
public abstract class BadInputTest : VmTest
{
    protected const ulong AnonymousStart = 0x5000_0000;
    protected const ulong LargePage = 0x20_0000;

    /// <summary>First address beyond an IPA.</summary>
    protected const ulong IpaLimit = 1ul << 44;

    /// <summary>The call fails with these data, and changes nothing. It is made twice: the first may fill caches of the VM.</summary>
    protected GuestMemoryException AssertRefused(VmErrorCode code, string operation, GuestRange range, Action action)
    {
        string map = Memory.Map.ToString();
        Assert.Throws<GuestMemoryException>(action);
        object holdings = TestMachine.Holdings;
        var exception = Assert.Throws<GuestMemoryException>(action);
        Assert.Equal(code, exception.Code);
        Assert.Equal(operation, exception.Operation);
        Assert.Equal(range, exception.Range);
        Assert.Equal(map, Memory.Map.ToString());
        Assert.Equal(holdings, TestMachine.Holdings);
        return exception;
    }

    /// <summary>The same, with all that the error names.</summary>
    protected void AssertRefused(VmError error, GuestRange range, Action action) =>
        Assert.Equal(error, AssertRefused(error.Code, error.Operation, range, action).Error);
}
