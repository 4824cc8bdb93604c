// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>The PL031 clock (Arm DDI 0224) under a clock that the test moves.</summary>
public sealed class Pl031Tests : VmTest
{
    private const ulong Data = Device;
    private const ulong Match = Device + 4;
    private const ulong Load = Device + 8;
    private const ulong Control = Device + 0xc;
    private const ulong Mask = Device + 0x10;
    private const ulong Raw = Device + 0x14;
    private const ulong Masked = Device + 0x18;
    private const ulong Clear = Device + 0x1c;
    private const uint Start = 0x6955_1234;

    private readonly ManualTime _time = new();
    private readonly List<bool> _levels = [];
    private Pl031 _clock = null!;
    private TestGuest _guest = null!;

    [Fact]
    public void TheGuestReadsTheTimeThatItIsGiven()
    {
        Attach();
        Assert.Equal(Start, _guest.Read<uint>(Data));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(Start, _guest.Read<uint>(Data));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Start + 1, _guest.Read<uint>(Data));
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(Start + 1 + (400 * 86400), _guest.Read<uint>(Data));
        _guest.Store(Data, 0u);
        Assert.Equal(Start + 1 + (400 * 86400), _guest.Read<uint>(Data));
    }

    [Fact]
    public void ItIsAPl031()
    {
        Attach();
        Assert.Equal([0x31u, 0x10u, 0x04u, 0u, 0x0du, 0xf0u, 0x05u, 0xb1u], Enumerable.Range(0, 8).Select(i => _guest.Read<uint>(Device + 0xfe0 + ((ulong)i * 4))));
        Assert.Equal(1u, _guest.Read<uint>(Control));
        _guest.Store(Control, 0u);
        Assert.Equal(1u, _guest.Read<uint>(Control));
    }

    [Fact]
    public void TheGuestSetsTheTimeAndItCountsOn()
    {
        Attach();
        _guest.Store(Load, 100u);
        Assert.Equal(100u, _guest.Read<uint>(Data));
        Assert.Equal(100u, _guest.Read<uint>(Load));
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(107u, _guest.Read<uint>(Data));
        Assert.Equal(100u, _guest.Read<uint>(Load));
        _guest.Store(Load, uint.MaxValue);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1u, _guest.Read<uint>(Data));
        _clock.Reset();
        Assert.Equal(1u, _guest.Read<uint>(Data));
        Assert.Equal(0u, _guest.Read<uint>(Load));
    }

    [Fact]
    public void AnInterruptComesWhenTheTimeHasCome()
    {
        Attach();
        _guest.Store(Mask, 0xffff_ffffu);
        Assert.Equal(1u, _guest.Read<uint>(Mask));
        _guest.Store(Match, Start + 3);
        _time.Advance(TimeSpan.FromSeconds(2));
        _guest.Run();
        Assert.Empty(_levels);
        Assert.Equal(0u, _guest.Read<uint>(Raw));
        _time.Advance(TimeSpan.FromMilliseconds(500));
        _guest.Run();
        Assert.Equal([true], _levels);
        Assert.Equal(1u, _guest.Read<uint>(Masked));
        _guest.Store(Clear, 0u);
        Assert.Equal([true], _levels);
        _guest.Store(Clear, 1u);
        Assert.Equal([true, false], _levels);

        // It comes once, not as long as the values are equal.
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _guest.Run();
        Assert.Equal(0u, _guest.Read<uint>(Raw));
    }

    [Fact]
    public void AMaskedInterruptIsPendingAndRaisesNothing()
    {
        Attach();
        _guest.Store(Match, Start + 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        _guest.Run();
        Assert.Equal(1u, _guest.Read<uint>(Raw));
        Assert.Equal(0u, _guest.Read<uint>(Masked));
        Assert.Empty(_levels);
        _guest.Store(Mask, 1u);
        Assert.Equal([true], _levels);
        _guest.Store(Mask, 0u);
        Assert.Equal([true, false], _levels);
        _guest.Store(Mask, 1u);
        _clock.Reset();
        Assert.Equal([true, false, true, false], _levels);
    }

    // The counter is compared, not the time at which it was set.
    [Fact]
    public void SettingTheTimeToTheMatchRaisesTheInterrupt()
    {
        Attach();
        _guest.Store(Mask, 1u);
        _guest.Store(Match, 50u);
        Assert.Empty(_levels);
        _guest.Store(Load, 50u);
        Assert.Equal([true], _levels);
        _guest.Store(Clear, 1u);
        _guest.Store(Load, 40u);
        _time.Advance(TimeSpan.FromSeconds(10));
        _guest.Run();
        Assert.Equal([true, false, true], _levels);
    }

    // Longer than a timer of the system can be set for.
    [Fact]
    public void AMatchMayBeYearsAway()
    {
        Attach();
        _guest.Store(Mask, 1u);
        _guest.Store(Match, Start + (1000 * 86400));
        for (int day = 0; day < 1000; day++)
        {
            Assert.Empty(_levels);
            _time.Advance(TimeSpan.FromDays(1));
            _guest.Run();
        }

        Assert.Equal([true], _levels);
    }

    [Fact]
    public void ATimerThatComesTooLateHarmsNobody()
    {
        Attach();
        _guest.Store(Mask, 1u);
        _guest.Store(Match, Start + 1);
        Machine.Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_levels);
    }

    [Fact]
    public void AnInterruptNeedsAWayToTheMachine() =>
        Assert.Throws<ArgumentException>(() => new Pl031(DateTimeOffset.UnixEpoch, _levels.Add));

    private void Attach()
    {
        _clock = new Pl031(DateTimeOffset.FromUnixTimeSeconds(Start) + TimeSpan.FromMilliseconds(500), _levels.Add, Machine.Post, _time);
        Memory.Attach(Device, _clock);
        _guest = StartGuest();
    }
}
