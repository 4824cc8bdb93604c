// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.EndToEndTests.Support;

/// <summary>QEMU as a board whose firmware is U-Boot, with a folder for a disk.</summary>
internal static class UBoot
{
    /// <summary>Debian's package u-boot-qemu.</summary>
    public const string Firmware = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";

    /// <summary>The command that powers it on; its serial port is to be appended.</summary>
    public const string Machine =
        "qemu-system-aarch64 -machine virt,virtualization=on,gic-version=2 -cpu cortex-a57 -m 1024 -nic none -display none "
        + "-no-reboot -monitor none -bios " + Firmware
        + " -drive if=none,id=disk,format=raw,readonly=on,file=fat:disk -device virtio-blk-device,drive=disk";
}
