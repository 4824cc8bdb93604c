// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.SoakSuite;

/// <summary>
/// Random A64 instructions (Arm DDI 0487, C4.1 for the groups and their bits), with a bias towards what comes to the VMM: loads and
/// stores in all forms with bases that point at devices, system registers, and calls.
/// </summary>
/// <param name="random">What decides.</param>
/// <param name="everyRegister">Also the registers that seL4 shares between a guest and the root task.</param>
internal sealed class InstructionMix(SeededRandom random, bool everyRegister)
{
    private const uint Nop = 0xd503201f;
    private const uint Smc = 0xd4000003;
    private const uint Hvc = 0xd4000002;
    private const uint MoveZero = 0xd2800000;
    private const uint MoveKeep = 0xf2800000;
    private const uint MoveNot = 0x92800000;
    private const int UpperHalf = 1 << 21;

    // MSR (register): o0 is bit 19 and op0 is 2 + o0; op1, CRn and CRm are bits 18:8 (C5.2).
    private const uint WriteMask = 0xfff0_0000;
    private const uint WriteRegister = 0xd510_0000;
    private const uint IsNoDebugRegister = 1 << 19;
    private const uint RegisterMask = 0xfff << 8;
    private const uint PhysicalTimer = 0xbe2 << 8;

    // PSCI and SMCCC functions, DEN 0022 5.1 and DEN 0028. Those that end the guest are rarer: they have their own turn.
    private static readonly uint[] Functions =
    [
        0x8400_0000, 0x8400_0001, 0xc400_0001, 0x8400_0003, 0xc400_0003, 0x8400_0004, 0xc400_0004, 0x8400_0005, 0x8400_0006,
        0x8400_0007, 0x8400_000a, 0x8400_000b, 0x8400_000c, 0x8400_000e, 0xc400_000e, 0x8400_000f, 0x8400_0010, 0xc400_0010,
        0x8400_0012, 0xc400_0014, 0x8000_0000, 0x8000_0001, 0x8000_8000, 0x8400_ff01, 0xc600_ff01,
    ];

    private static readonly uint[] Ends = [0x8400_0002, 0x8400_0008, 0x8400_0009, 0x8400_0012, 0xc400_0012];

    /// <summary>Fills a page of code, which ends where it begins.</summary>
    public void Fill(Span<uint> code)
    {
        int at = 0;
        while (at < code.Length - 1)
        {
            ReadOnlySpan<uint> next = Next();
            next = next[..Math.Min(next.Length, code.Length - 1 - at)];
            next.CopyTo(code[at..]);
            at += next.Length;
        }

        code[^1] = 0x1400_0000 | ((uint)-(code.Length - 1) & 0x3ff_ffff); // b to the first
    }

    private uint[] Next() => random.Below(100) switch
    {
        < 34 => [Guarded(LoadOrStore())],
        < 44 => [DeviceAccess()],
        < 58 => [Guarded(SystemRegister())],
        < 64 => [Guarded(0xd500_0000 | (random.NextWord() & 0x000f_ffff))], // hints, barriers, PSTATE, cache and TLB maintenance
        < 67 => [0xd400_0000 | (random.NextWord() & 0x00ff_ffff)], // SVC, HVC, SMC, BRK, HLT and what is none
        < 73 => Call(),
        < 75 => [random.Below(2) == 0 ? 0xd503_207fu : 0xd503_205f], // WFI, WFE
        < 78 => [Branch()],
        < 82 => [MoveZero | (random.Below(4) << 21) | (random.Below(0x1_0000) << 5) | random.Below(31)],
        _ => [Guarded(random.NextWord())],
    };

    // Bits 28:25 are x1x0. The base is one of x20 to x27, which the handler of exceptions points at devices and RAM, or any.
    private uint LoadOrStore()
    {
        uint word = (random.NextWord() | (1u << 27)) & ~(1u << 25);
        return random.Below(8) == 0 ? word : (word & ~(0x1fu << 5)) | ((20 + random.Below(8)) << 5);
    }

    // LDR and STR (immediate, unsigned offset) of any size, from the first registers of a device.
    private uint DeviceAccess() => 0x3900_0000 | (random.Below(4) << 30) | (random.Below(2) << 22) | (random.Below(0x100) << 10)
        | ((20 + random.Below(8)) << 5) | random.Below(32);

    // Half of the registers are any, half those of EL1 and EL0 whose numbers are in use.
    private uint SystemRegister()
    {
        uint word = 0xd510_0000 | (random.NextWord() & 0x002f_ffff);
        if (random.Below(2) == 0)
        {
            uint op1 = random.Of<uint>([0, 0, 0, 3, 3, 1, 2]);
            uint crn = random.Of<uint>([0, 1, 2, 4, 5, 6, 7, 9, 10, 12, 13, 14]);
            word = (word & 0xfff8_001f) | (1u << 19) | (op1 << 16) | (crn << 12) | (random.Below(4) << 8) | (random.Below(8) << 5);
        }

        return word;
    }

    private uint[] Call()
    {
        bool isKernelCall = random.Below(4) == 0;
        uint function = random.Below(400) == 0 ? random.Of<uint>(Ends) : random.Of<uint>(Functions);
        return
        [
            MoveZero | ((function & 0xffff) << 5),
            MoveKeep | UpperHalf | ((function >> 16) << 5),
            MoveZero | (random.Below(2) << 21) | (random.Of<uint>([0, 1, 2, 0x4001, 0x8000, 0xffff]) << 5) | 1,
            MoveZero | (random.Below(2) << 21) | (random.Of<uint>([0, 4, 0x4001, 0x4002, 0x4008, 0x0900]) << 5) | 2,

            // On HVC the kernel's own calls have the numbers -1 to -8 in x7, and those below them can halt a debug kernel.
            MoveNot | ((isKernelCall ? random.Below(8) : 0x100 + random.Below(0xff00)) << 5) | 7,
            isKernelCall || random.Below(2) == 0 ? Hvc : Smc,
        ];
    }

    // Conditional and compare branches of short range; BR, BLR, RET, ERET.
    private uint Branch() => random.Below(3) switch
    {
        0 => 0x5400_0000 | ((random.Below(64) - 32) << 5 & 0x00ff_ffe0) | random.Below(16),
        1 => 0x3400_0000 | (random.NextWord() & 0x8100_001f) | (random.Below(32) << 5),
        _ => random.Of<uint>([0xd61f_0000, 0xd63f_0000, 0xd65f_0000, 0xd69f_03e0]) | (random.Below(2) == 0 ? 0 : random.Below(31) << 5),
    };

    // docs/guest-registers.md: on seL4 a guest stops the root task by debug registers, and its timer by CNTP_*.
    private uint Guarded(uint word)
    {
        if (everyRegister || (word & WriteMask) != WriteRegister)
        {
            return word;
        }

        return (word & IsNoDebugRegister) == 0 || (word & RegisterMask) == PhysicalTimer ? Nop : word;
    }
}
