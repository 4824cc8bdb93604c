// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SeL4.Vm;

namespace Demo;

/// <summary>The frame that guest and VMM share: <c>demo_mailbox_t</c> of the guest.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Mailbox
{
    private const uint MagicNumber = 0x314d5653; // "SVM1"

    public uint Magic;
    public uint ChecksFailed;
    public ulong AnonymousBase;
    public ulong AnonymousSize;
    public ulong ChecksPassed;
    public ulong ClockSeconds;
    public Text Greeting;
    public Text Answer;

    public static void Fill(Span<byte> frame, GuestRange anonymous)
    {
        ref Mailbox mailbox = ref MemoryMarshal.AsRef<Mailbox>(frame);
        mailbox.Magic = MagicNumber;
        mailbox.AnonymousBase = anonymous.Start.Value;
        mailbox.AnonymousSize = anonymous.Size;
        Encoding.ASCII.GetBytes("hello from C#", mailbox.Greeting);
    }

    /// <summary>A copy: the guest may change the frame at any time, and what was checked has to be what is used.</summary>
    public static Mailbox Read(ReadOnlySpan<byte> frame) => MemoryMarshal.Read<Mailbox>(frame);

    /// <summary>Text of the guest, which may hold anything: up to its NUL if it has one, and a '?' for what does not print.</summary>
    public static string TextOf(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return string.Create(end < 0 ? text.Length : end, text, static (shown, bytes) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                shown[i] = bytes[i] is >= 0x20 and < 0x7f ? (char)bytes[i] : '?';
            }
        });
    }

    [InlineArray(64)]
    internal struct Text
    {
        private byte _first;
    }
}
