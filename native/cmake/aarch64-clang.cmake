# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# Cross toolchain: Clang for bare aarch64, linking with LLD. The compiler's support library comes
# from the GNU cross compiler (libgcc), because Debian ships no aarch64 compiler-rt on other hosts.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)

set(CROSS_COMPILE "aarch64-linux-gnu-" CACHE STRING "Prefix of the GNU cross tools (libgcc, objcopy)")

find_program(AARCH64_CLANG NAMES clang clang-14)
find_program(AARCH64_GCC ${CROSS_COMPILE}gcc)
find_program(AARCH64_LLD NAMES ld.lld ld.lld-14)
foreach(tool AARCH64_CLANG AARCH64_GCC AARCH64_LLD)
    if(NOT ${tool})
        message(FATAL_ERROR "${tool} was not found: install clang, lld and gcc-aarch64-linux-gnu")
    endif()
endforeach()

set(CMAKE_C_COMPILER ${AARCH64_CLANG})
set(CMAKE_ASM_COMPILER ${AARCH64_CLANG})
set(CMAKE_C_COMPILER_TARGET aarch64-none-elf)
set(CMAKE_ASM_COMPILER_TARGET aarch64-none-elf)
set(TARGET_COMPILER clang)

include(${CMAKE_CURRENT_LIST_DIR}/aarch64-common.cmake)
