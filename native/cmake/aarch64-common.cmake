# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# What both aarch64 toolchains share: code generation flags, binary tools, the C library.

set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

foreach(tool OBJCOPY NM AR RANLIB)
    string(TOLOWER ${tool} name)
    find_program(AARCH64_${tool} ${CROSS_COMPILE}${name})
    set(CMAKE_${tool} ${AARCH64_${tool}} CACHE FILEPATH "" FORCE)
endforeach()

# Unwind tables and frame pointers stay in every build: managed exceptions unwind through C frames,
# and the crash report walks frame pointers. Out-of-line atomics need a run time that probes the
# CPU, and armv8-a has none to probe for.
set(aarch64_flags
    "-march=armv8-a -fno-pic -fno-pie -ffunction-sections -fdata-sections"
    "-fno-omit-frame-pointer -fasynchronous-unwind-tables -fno-stack-protector"
    "-mno-outline-atomics -ftls-model=local-exec -fno-common")
string(REPLACE ";" " " aarch64_flags "${aarch64_flags}")

set(CMAKE_C_FLAGS_INIT "${aarch64_flags}")
set(CMAKE_ASM_FLAGS_INIT "-march=armv8-a")
set(CMAKE_C_FLAGS_DEBUG "-Og -g" CACHE STRING "Flags of a debug build")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g -DNDEBUG" CACHE STRING "Flags of a release build")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
