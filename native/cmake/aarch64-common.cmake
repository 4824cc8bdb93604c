# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# What both aarch64 toolchains share: flags and binary tools.

set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

foreach(tool OBJCOPY NM AR RANLIB)
    string(TOLOWER ${tool} name)
    find_program(AARCH64_${tool} ${CROSS_COMPILE}${name})
    set(CMAKE_${tool} ${AARCH64_${tool}} CACHE FILEPATH "" FORCE)
endforeach()

include(${CMAKE_CURRENT_LIST_DIR}/TargetFlags.cmake)
set(CMAKE_C_FLAGS_INIT "${TARGET_COMPILE_FLAGS} ${TARGET_PROGRAM_FLAGS}")
set(CMAKE_ASM_FLAGS_INIT "${TARGET_COMPILE_FLAGS}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${TARGET_LINK_FLAGS}")
set(CMAKE_C_FLAGS_DEBUG "-Og -g" CACHE STRING "Flags of a debug build")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g -DNDEBUG" CACHE STRING "Flags of a release build")

# Beside each program, NAME.link.d lists what it was linked from.
foreach(language C ASM)
    set(CMAKE_${language}_LINK_EXECUTABLE
        "<CMAKE_${language}_COMPILER> <FLAGS> <CMAKE_${language}_LINK_FLAGS> <LINK_FLAGS> -Wl,--dependency-file=<TARGET>.link.d <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
endforeach()

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
