# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# The flags of target-flags.txt, for the toolchain files: they set CMAKE_C_COMPILER first, and TARGET_COMPILER to gcc or clang.
#
#   TARGET_COMPILE_FLAGS, TARGET_PROGRAM_FLAGS, TARGET_LINK_FLAGS   as strings, for CMAKE_<LANG>_FLAGS and the like
#   target_flags(<step> <variable>)                                 the flags of another step, as a list

# Beside this file in the native tree; the SDK has it where tools that are not CMake find it, too.
set(target_flags_folder "${CMAKE_CURRENT_LIST_DIR}")
if(NOT EXISTS "${target_flags_folder}/target-flags.txt")
    set(target_flags_folder "${CMAKE_CURRENT_LIST_DIR}/../share")
endif()

if(TARGET_COMPILER STREQUAL "clang")
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-resource-dir
        OUTPUT_VARIABLE compiler_headers OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(APPEND compiler_headers "/include")
else()
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=include
        OUTPUT_VARIABLE compiler_headers OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()

function(target_flags step variable)
    set(flags "")
    file(STRINGS "${target_flags_folder}/target-flags.txt" lines REGEX "^${step} ")
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "^${step} " "" line "${line}")
        separate_arguments(words UNIX_COMMAND "${line}")
        list(APPEND flags ${words})
    endforeach()
    string(REPLACE "{compiler-headers}" "${compiler_headers}" flags "${flags}")
    string(REPLACE "{gcc-specs}" "${target_flags_folder}/target.specs" flags "${flags}")
    string(REPLACE "{libc-headers}" "${PICOLIBC_INCLUDE}" flags "${flags}")
    set(${variable} "${flags}" PARENT_SCOPE)
endfunction()

function(target_flags_string variable)
    set(flags "")
    foreach(step IN LISTS ARGN)
        target_flags(${step} words)
        list(APPEND flags ${words})
    endforeach()
    list(JOIN flags " " flags)
    set(${variable} "${flags}" PARENT_SCOPE)
endfunction()

target_flags_string(TARGET_COMPILE_FLAGS compile)
target_flags_string(TARGET_PROGRAM_FLAGS program)
target_flags_string(TARGET_LINK_FLAGS link link-${TARGET_COMPILER})
