# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# picolibc::c: headers and static library of picolibc, plus the compiler's own headers and libgcc.
# The C library that the cross compiler brings (glibc) is kept out with -nostdinc and -nostdlib.

set(PICOLIBC_DIR "/usr/lib/picolibc/aarch64-linux-gnu" CACHE PATH "picolibc for aarch64")

# Debian builds picolibc twice; the variant under release/ is the one optimised for speed.
if(EXISTS "${PICOLIBC_DIR}/include/release/picolibc.h")
    set(picolibc_variant "/release")
else()
    set(picolibc_variant "")
endif()
set(PICOLIBC_INCLUDE "${PICOLIBC_DIR}/include${picolibc_variant}")
set(PICOLIBC_LIB "${PICOLIBC_DIR}/lib${picolibc_variant}")
foreach(file "${PICOLIBC_INCLUDE}/picolibc.h" "${PICOLIBC_LIB}/libc.a")
    if(NOT EXISTS "${file}")
        message(FATAL_ERROR "picolibc: ${file} is missing: install picolibc-aarch64-linux-gnu, "
                            "or set PICOLIBC_DIR")
    endif()
endforeach()

if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-resource-dir
        OUTPUT_VARIABLE compiler_dir OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    set(COMPILER_INCLUDE "${compiler_dir}/include")
else()
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=include
        OUTPUT_VARIABLE COMPILER_INCLUDE OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${AARCH64_GCC} -print-libgcc-file-name
    OUTPUT_VARIABLE LIBGCC OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

# The compiler's headers first: they are the freestanding ones.
set(PICOLIBC_CFLAGS -nostdinc -isystem ${COMPILER_INCLUDE} -isystem ${PICOLIBC_INCLUDE})

if(NOT TARGET picolibc::c)
    add_library(picolibc::headers INTERFACE IMPORTED)
    target_compile_options(picolibc::headers INTERFACE
        "$<$<COMPILE_LANGUAGE:C>:SHELL:-nostdinc>"
        "$<$<COMPILE_LANGUAGE:C>:SHELL:-isystem ${COMPILER_INCLUDE}>"
        "$<$<COMPILE_LANGUAGE:C>:SHELL:-isystem ${PICOLIBC_INCLUDE}>")
    add_library(picolibc::c INTERFACE IMPORTED)
    target_link_libraries(picolibc::c INTERFACE picolibc::headers
        ${PICOLIBC_LIB}/libc.a ${PICOLIBC_LIB}/libm.a ${LIBGCC})
endif()
