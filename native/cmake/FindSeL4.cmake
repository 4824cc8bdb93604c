# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# Finds a kernel prefix: a directory as seL4's own install target lays it out.
#
#   SEL4_PREFIX          the directory (cache or environment); when unset, ~/.sel4/<platform>-<debug|release>,
#                        then the bundled kernel's prefix
#   SEL4_PLATFORM        the platform wanted, qemu-arm-virt by default
#   SEL4_BUNDLED_PREFIX  where the bundled kernel was installed
#
# Results: seL4::sel4 (headers), SEL4_PREFIX_DIR, SEL4_KERNEL_ELF, SEL4_KERNEL_DTB, SEL4_INCLUDE_DIR, SEL4_KERNEL_ID and,
# for each CONFIG_<NAME> in kernel/gen_config.h, SEL4_CONFIG_<NAME>. A prefix whose configuration does
# not fit stops the build in one line that names the option.

set(SEL4_PLATFORM "qemu-arm-virt" CACHE STRING "Platform the kernel must be built for")
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    set(sel4_flavour debug)
else()
    set(sel4_flavour release)
endif()

set(SEL4_PREFIX "" CACHE PATH "Kernel prefix")
set(SEL4_BUNDLED_PREFIX
    "${CMAKE_CURRENT_LIST_DIR}/../../out/prefix/bundled-${SEL4_PLATFORM}-${sel4_flavour}"
    CACHE PATH "Prefix of the bundled kernel")

set(sel4_prefix "${SEL4_PREFIX}")
if(NOT sel4_prefix)
    set(sel4_prefix "$ENV{SEL4_PREFIX}")
endif()
if(NOT sel4_prefix)
    set(sel4_prefix "$ENV{HOME}/.sel4/${SEL4_PLATFORM}-${sel4_flavour}")
    if(NOT IS_DIRECTORY "${sel4_prefix}")
        set(sel4_prefix "${SEL4_BUNDLED_PREFIX}")
    endif()
endif()
get_filename_component(sel4_prefix "${sel4_prefix}" ABSOLUTE)

function(sel4_refuse reason)
    # The leading space keeps CMake from wrapping the line.
    message(FATAL_ERROR " kernel prefix ${sel4_prefix}: ${reason}")
endfunction()

if(NOT IS_DIRECTORY "${sel4_prefix}")
    sel4_refuse("the directory does not exist (SEL4_PREFIX)")
endif()
foreach(file bin/kernel.elf support/kernel.dtb libsel4/include/kernel/gen_config.h
        libsel4/include/sel4/gen_config.h libsel4/include/sel4/sel4.h
        libsel4/include/interfaces/sel4_client.h)
    if(NOT EXISTS "${sel4_prefix}/${file}")
        sel4_refuse("${file} is missing")
    endif()
endforeach()

set(SEL4_PREFIX_DIR "${sel4_prefix}")
set(SEL4_INCLUDE_DIR "${sel4_prefix}/libsel4/include")
set(SEL4_KERNEL_ELF "${sel4_prefix}/bin/kernel.elf")
set(SEL4_KERNEL_DTB "${sel4_prefix}/support/kernel.dtb")

# CONFIG_FOO 1 -> SEL4_CONFIG_FOO 1; an option that is off is absent from the header.
foreach(header kernel/gen_config.h sel4/gen_config.h)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${SEL4_INCLUDE_DIR}/${header}")
    file(STRINGS "${SEL4_INCLUDE_DIR}/${header}" sel4_lines REGEX "^#define[ \t]+CONFIG_")
    foreach(line IN LISTS sel4_lines)
        if(line MATCHES "^#define[ \t]+CONFIG_([A-Za-z0-9_]+)[ \t]+([^ \t]+)")
            set(SEL4_CONFIG_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
        endif()
    endforeach()
endforeach()

macro(sel4_require option why)
    if(NOT SEL4_CONFIG_${option})
        sel4_refuse("CONFIG_${option} is off, but ${why}")
    endif()
endmacro()
macro(sel4_forbid option why)
    if(SEL4_CONFIG_${option})
        sel4_refuse("CONFIG_${option} is on, but ${why}")
    endif()
endmacro()

sel4_require(ARCH_AARCH64 "the kernel must be built for aarch64 (KernelSel4Arch=aarch64)")
sel4_require(ARM_HYPERVISOR_SUPPORT
    "the kernel must run at EL2 to host guests (KernelArmHypervisorSupport=ON)")
sel4_forbid(KERNEL_MCS "MCS kernels are not supported (KernelIsMCS=OFF)")
sel4_forbid(ENABLE_SMP_SUPPORT "one core is supported (KernelMaxNumNodes=1)")
sel4_require(EXPORT_PCNT_USER "the root task reads the counter (KernelArmExportPCNTUser=ON)")
sel4_require(EXPORT_PTMR_USER "the root task needs a timer (KernelArmExportPTMRUser=ON)")
sel4_forbid(VTIMER_UPDATE_VOFFSET
    "the virtual time of a vCPU would stand still while it waits (KernelArmVtimerUpdateVOffset=OFF)")
sel4_require(LIB_SEL4_USE_THREAD_LOCALS
    "each thread needs an IPC buffer pointer of its own (LibSel4UseThreadLocals=ON)")
# The generated value is a bare word in some versions and a string in others.
string(REPLACE "\"" "" sel4_plat "${SEL4_CONFIG_PLAT}")
if(NOT sel4_plat STREQUAL SEL4_PLATFORM)
    sel4_refuse("CONFIG_PLAT is '${sel4_plat}', wanted '${SEL4_PLATFORM}' (KernelPlatform)")
endif()

get_filename_component(SEL4_KERNEL_ID "${sel4_prefix}" NAME)
string(REGEX REPLACE "^bundled-${SEL4_PLATFORM}-" "bundled-" SEL4_KERNEL_ID "${SEL4_KERNEL_ID}")

if(NOT TARGET seL4::sel4)
    add_library(seL4::sel4 INTERFACE IMPORTED)
    target_include_directories(seL4::sel4 SYSTEM INTERFACE "${SEL4_INCLUDE_DIR}")
endif()

set(SeL4_FOUND TRUE)
if(NOT SeL4_FIND_QUIETLY)
    message(STATUS "Kernel: ${SEL4_KERNEL_ID} (${sel4_prefix})")
endif()
