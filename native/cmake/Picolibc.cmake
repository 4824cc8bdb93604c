# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# picolibc::c: headers and static library of picolibc, plus libgcc. The flags of the toolchain keep out the C library that the
# cross compiler brings (glibc).

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

execute_process(COMMAND ${AARCH64_GCC} -print-libgcc-file-name
    OUTPUT_VARIABLE LIBGCC OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

target_flags(libc PICOLIBC_CFLAGS)

if(NOT TARGET picolibc::c)
    add_library(picolibc::headers INTERFACE IMPORTED)
    list(JOIN PICOLIBC_CFLAGS " " picolibc_flags)
    target_compile_options(picolibc::headers INTERFACE "$<$<COMPILE_LANGUAGE:C>:SHELL:${picolibc_flags}>")
    add_library(picolibc::c INTERFACE IMPORTED)
    target_link_libraries(picolibc::c INTERFACE picolibc::headers
        ${PICOLIBC_LIB}/libc.a ${PICOLIBC_LIB}/libm.a ${LIBGCC})
endif()
