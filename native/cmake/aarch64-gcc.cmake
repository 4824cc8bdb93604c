# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# Cross toolchain: GNU C for bare aarch64. Debian's aarch64-linux-gnu-gcc is the default; any
# GNU aarch64 compiler works with -DCROSS_COMPILE=<prefix>.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)

set(CROSS_COMPILE "aarch64-linux-gnu-" CACHE STRING "Prefix of the GNU cross tools")

find_program(AARCH64_GCC ${CROSS_COMPILE}gcc)
if(NOT AARCH64_GCC)
    message(FATAL_ERROR
        "${CROSS_COMPILE}gcc was not found: install gcc-aarch64-linux-gnu, or set CROSS_COMPILE")
endif()

set(CMAKE_C_COMPILER ${AARCH64_GCC})
set(CMAKE_ASM_COMPILER ${AARCH64_GCC})
set(TARGET_COMPILER gcc)

include(${CMAKE_CURRENT_LIST_DIR}/aarch64-common.cmake)
