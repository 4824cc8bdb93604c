// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using CsCheck;
using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>Random frames between ports, as time passes: the switch delivers each where a list of what it has seen says.</summary>
public sealed class EthernetSwitchModelTests
{
    private const int Ports = 4;
    private const int Addresses = 6;
    private const int Ageing = 30;

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Int[0, Ports - 1], Gen.Int[0, Addresses - 1], Gen.Int[0, Addresses], Gen.Int[0, 20], (p, f, t, s) => new Step(p, f, t, s));

    [Fact]
    public void FramesGoWhereTheModelSays()
    {
        int flooded = 0;
        int forwarded = 0;
        AnyStep.Array[1, 60].Sample(
            steps =>
            {
                var time = new ManualTime();
                var network = new EthernetSwitch(time, TimeSpan.FromSeconds(Ageing));
                List<int> delivered = [];
                EthernetPort[] ports = [.. Enumerable.Range(0, Ports).Select(i => Connect(network, i, delivered))];
                List<(int Address, int Port, DateTimeOffset Seen)> seen = [];
                foreach (Step step in steps)
                {
                    time.Advance(TimeSpan.FromSeconds(step.Seconds));
                    seen.Add((step.From, step.Port, time.Now));
                    int[] expected = Expected(seen, step, time.Now);
                    delivered.Clear();
                    ports[step.Port].Send(new EthernetFrame(Frame(step)));
                    Assert.Equal(expected, delivered);
                    flooded += expected.Length > 1 ? 1 : 0;
                    forwarded += expected.Length == 1 ? 1 : 0;
                }
            },
            iter: 300,
            threads: 1);

        // The generator reaches both.
        Assert.True(flooded > 1000 && forwarded > 1000);
    }

    // Where the receiver was seen last, if that is not long ago; nowhere, if that is where the frame comes from; or everywhere else.
    private static int[] Expected(List<(int Address, int Port, DateTimeOffset Seen)> seen, Step step, DateTimeOffset now)
    {
        int last = seen.FindLastIndex(s => s.Address == step.To);
        bool isKnown = last >= 0 && now - seen[last].Seen <= TimeSpan.FromSeconds(Ageing);
        return [.. Enumerable.Range(0, Ports).Where(p => p != step.Port && (!isKnown || p == seen[last].Port))];
    }

    private static EthernetPort Connect(EthernetSwitch network, int number, List<int> delivered)
    {
        EthernetPort port = network.Connect($"port {number}");
        port.Received = _ => delivered.Add(number);
        return port;
    }

    private static byte[] Frame(Step step)
    {
        byte[] frame = new byte[EthernetFrame.HeaderBytes];
        (step.To == Addresses ? MacAddress.Broadcast : new([2, 0, 0, 0, 0, (byte)step.To])).CopyTo(frame);
        new MacAddress([2, 0, 0, 0, 0, (byte)step.From]).CopyTo(frame.AsSpan(MacAddress.Size));
        return frame;
    }

    internal readonly record struct Step(int Port, int From, int To, int Seconds);
}
