// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;

namespace Demo;

/// <summary>The guest's address space, as <c>native/guests/include/guests/demo.h</c> has it.</summary>
internal static class MemoryLayout
{
    public const ulong RamSize = 0x400000;
    public const ulong TrackedSize = 0x10000;
    public const ulong LazySize = 0x1000000;
    public const ulong AnonymousSize = 0x100000;

    public static readonly GuestAddress Uart = 0x09000000;
    public static readonly GuestAddress Clock = 0x09010000;
    public static readonly GuestAddress Gpio = 0x09030000;
    public static readonly GuestAddress Multiplier = 0x0a000000;
    public static readonly GuestAddress Mailbox = 0x0b000000;
    public static readonly GuestAddress Ram = 0x40000000;
    public static readonly GuestAddress Tracked = 0x50000000;
    public static readonly GuestAddress Lazy = 0x60000000;
    public static readonly GuestAddress Anonymous = 0x70000000;
}
