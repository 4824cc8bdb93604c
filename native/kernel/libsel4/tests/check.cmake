# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# Checks the binary interface: compiles abi_asserts.c against the bundled headers, debug and release, or against the
# prefix PREFIX, whose configuration is then compared with the bundled one too.
#
#   cmake -DCC=<aarch64 compiler> -DWORK=<scratch directory> [-DPREFIX=<seL4 prefix>] -P check.cmake

cmake_minimum_required(VERSION 3.20)
include("${CMAKE_CURRENT_LIST_DIR}/../libsel4.cmake")
set(CMAKE_C_COMPILER "${CC}")
set(TARGET_COMPILER gcc)
include("${CMAKE_CURRENT_LIST_DIR}/../../../cmake/TargetFlags.cmake")
target_flags(compile compile_flags)

function(compile_asserts WHAT)
    list(TRANSFORM ARGN PREPEND "-I" OUTPUT_VARIABLE includes)
    execute_process(
        COMMAND ${CC} ${compile_flags} -std=gnu11 -O2 -DNDEBUG -ffreestanding -Wall -Wextra -Werror ${includes} -c
                "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/abi_asserts.c" -o "${WORK}/abi_asserts.o"
        RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "libsel4: ${WHAT} differs from the binary interface")
    endif()
    message(STATUS "libsel4: ${WHAT} has the binary interface")
endfunction()

# Options that a user may set otherwise: nothing is built on their value but where it is read from the configuration
# (HARDWARE_DEBUG_API: labels and sizes that abi_asserts.c states for both). VCPU_FULL_ISOLATION is the bundled kernel's own.
set(MAY_DIFFER ROOT_CNODE_SIZE_BITS COLOUR_PRINTING EXPORT_PMU_USER HARDWARE_DEBUG_API TIMER_TICK_MS TIME_SLICE
    RETYPE_FAN_OUT_LIMIT MAX_NUM_BOOTINFO_UNTYPED_CAPS VCPU_FULL_ISOLATION)

# Every other option that the bundled configuration names has the same value in the prefix.
function(compare_configuration OURS THEIRS)
    file(READ "${OURS}" ours)
    file(READ "${THEIRS}" theirs)
    string(JSON count LENGTH "${ours}")
    math(EXPR last "${count} - 1")
    set(differences "")
    foreach(i RANGE ${last})
        string(JSON name MEMBER "${ours}" ${i})
        string(JSON our GET "${ours}" "${name}")
        string(JSON their ERROR_VARIABLE missing GET "${theirs}" "${name}")
        if(NOT our STREQUAL their AND NOT name IN_LIST MAY_DIFFER)
            string(APPEND differences "\n  ${name}: bundled ${our}, prefix ${their}")
        endif()
    endforeach()
    if(differences)
        message(FATAL_ERROR "libsel4: configuration differs from ${THEIRS}:${differences}")
    endif()
    list(LENGTH MAY_DIFFER free)
    message(STATUS "libsel4: ${count} options agree with ${THEIRS}, except at most ${free} that may differ")
endfunction()

libsel4_configure("${WORK}/debug" ON)
libsel4_configure("${WORK}/release" OFF)
if(NOT PREFIX)
    compile_asserts("bundled debug" "${WORK}/debug" "${LIBSEL4_INCLUDE_DIR}")
    compile_asserts("bundled release" "${WORK}/release" "${LIBSEL4_INCLUDE_DIR}")
    return()
endif()

set(include "${PREFIX}/libsel4/include")
compile_asserts("${PREFIX}" "${include}")
file(READ "${include}/kernel/gen_config.json" config)
string(JSON debug GET "${config}" DEBUG_BUILD)
if(debug)
    compare_configuration("${WORK}/debug/kernel/gen_config.json" "${include}/kernel/gen_config.json")
else()
    compare_configuration("${WORK}/release/kernel/gen_config.json" "${include}/kernel/gen_config.json")
endif()
compare_configuration("${WORK}/debug/sel4/gen_config.json" "${include}/sel4/gen_config.json")
