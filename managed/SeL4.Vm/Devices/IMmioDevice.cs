// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A device whose registers a guest reads and writes in memory.</summary>
public interface IMmioDevice
{
    /// <summary>A label for people.</summary>
    string Name { get; }

    /// <summary>Bytes of guest memory that it takes, whole pages of 4 KiB.</summary>
    ulong Size { get; }

    /// <summary>The guest loads.</summary>
    /// <param name="offset">Bytes from the device's start.</param>
    /// <param name="length">1, 2, 4 or 8 bytes.</param>
    /// <returns>The value, in the low bytes.</returns>
    ulong Read(ulong offset, int length);

    /// <summary>The guest stores.</summary>
    /// <param name="offset">Bytes from the device's start.</param>
    /// <param name="length">1, 2, 4 or 8 bytes.</param>
    /// <param name="value">The value, in the low bytes.</param>
    void Write(ulong offset, int length, ulong value);
}
