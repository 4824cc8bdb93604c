// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Net;
using System.Net.Sockets;

namespace SeL4.Build.Debugging;

/// <summary>The TCP port of this machine that QEMU waits for gdb on.</summary>
internal static class GdbPort
{
    /// <summary>Checks that QEMU will get it, before anything is built for minutes.</summary>
    /// <exception cref="UserErrorException">It will not.</exception>
    public static void CheckFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new UserErrorException($"--debug {port}: QEMU cannot wait for gdb on this port: {error.Message}", error);
        }
    }
}
