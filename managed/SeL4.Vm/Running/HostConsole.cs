// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// The keyboard of the root task's console, key by key: nothing is echoed, and no line is edited. It is for whoever hands the keys on,
/// as to a guest's UART. <see cref="Console"/> reads the same keyboard in lines; a key goes to whoever asks first.
/// </summary>
public static class HostConsole
{
    /// <summary>Waits for keys. Any thread may call it.</summary>
    /// <param name="buffer">Receives the bytes that the terminal sends: Enter is a carriage return (13), other than in <see cref="Console"/>.</param>
    /// <returns>Bytes that were there, at least one; 0 when the buffer is empty, or the console has no input.</returns>
    /// <remarks>Maps to <c>rs_console_read</c>.</remarks>
    public static unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)ShimConsoleNative.shim_console_read(bytes, (nuint)buffer.Length);
        }
    }
}
