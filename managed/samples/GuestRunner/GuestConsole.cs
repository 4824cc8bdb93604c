// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm;
using SeL4.Vm.Devices;

namespace GuestRunner;

/// <summary>The terminal behind a guest's UART.</summary>
internal static class GuestConsole
{
    // Of a guest that never ends its line; the trace cuts it then.
    private const int LongestLine = 4096;

    private static readonly Stream Output = Console.OpenStandardOutput();

    private static readonly List<byte> Line = [];

    /// <summary>Prints what the guest sends.</summary>
    public static void Write(byte value) => Output.WriteByte(value);

    /// <summary>Keeps what the guest sends until the line has ended, so that lines of a trace do not cut it.</summary>
    public static void WriteByLine(byte value)
    {
        Line.Add(value);
        if (value == '\n' || Line.Count == LongestLine)
        {
            Flush();
        }
    }

    /// <summary>Prints the line that has begun.</summary>
    public static void Flush()
    {
        Output.Write(CollectionsMarshal.AsSpan(Line));
        Line.Clear();
    }

    /// <summary>Lets each key that is typed arrive in the guest, for as long as the program runs.</summary>
    public static void Listen(VirtualMachine machine, Pl011 uart) =>
        new Thread(() => Pump(machine, uart)) { IsBackground = true, Name = "console input" }.Start();

    private static void Pump(VirtualMachine machine, Pl011 uart)
    {
        byte[] buffer = new byte[64];
        try
        {
            while (HostConsole.Read(buffer) is > 0 and int count)
            {
                byte[] typed = buffer[..count];
                machine.Post(() => uart.Receive(typed));
            }
        }
        catch (ObjectDisposedException)
        {
            // The guest has ended.
        }
    }
}
