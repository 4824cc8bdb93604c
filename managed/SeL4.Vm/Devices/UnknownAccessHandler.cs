// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>Hears of a guest's access to a device that covers no register.</summary>
/// <param name="offset">Bytes from the device's start.</param>
/// <param name="length">Bytes: 1, 2, 4 or 8.</param>
/// <param name="access"><see cref="RegisterAccess.Read"/> or <see cref="RegisterAccess.Write"/>.</param>
public delegate void UnknownAccessHandler(ulong offset, int length, RegisterAccess access);
