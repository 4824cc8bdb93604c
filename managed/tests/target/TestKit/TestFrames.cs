// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using System.Text;

namespace SeL4.TestKit;

/// <summary>Frames of the serial test protocol, sent by the root server.</summary>
internal static unsafe partial class TestFrames
{
    public static void Send(string verb, string payload)
    {
        fixed (byte* v = Encoding.UTF8.GetBytes(verb + "\0"))
        fixed (byte* p = Encoding.UTF8.GetBytes(payload + "\0"))
        {
            WriteFrame(v, p);
        }
    }

    [DllImport("*", EntryPoint = "rs_test_frame", ExactSpelling = true)]
    private static extern void WriteFrame(byte* verb, byte* payload);
}
