#!/bin/busybox sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# /init of the RAM disk in docs/running-a-guest.md.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
echo "Linux $(uname -r) is up on $(nproc) CPU(s); poweroff -f ends it."
exec setsid cttyhack sh
