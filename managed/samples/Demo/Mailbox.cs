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

    public static string TextOf(ReadOnlySpan<byte> text) =>
        Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);

    [InlineArray(64)]
    internal struct Text
    {
        private byte _first;
    }
}
