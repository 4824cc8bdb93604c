# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# libsel4 of the bundled kernel: configuration headers and the installation into a prefix.
#
#   libsel4_configure(<directory> <debug>)  writes kernel/gen_config.{h,json} and sel4/gen_config.{h,json} below
#                                           <directory>; <debug>: kernel printing and debug system calls
#   libsel4_install(<directory>)            installs the headers and what libsel4_configure wrote

set(LIBSEL4_INCLUDE_DIR "${CMAKE_CURRENT_LIST_DIR}/include")

# One configuration option: VALUE is ON, OFF, or the text after the name. Numbers and text are JSON strings, as in
# the files that seL4's own build writes.
function(_libsel4_option HEADER JSON NAME VALUE)
    set(header "${${HEADER}}")
    set(json "${${JSON}}")
    if(VALUE STREQUAL "ON")
        string(APPEND header "#define CONFIG_${NAME}  1\n")
        string(APPEND json "    \"${NAME}\": true,\n")
    elseif(VALUE STREQUAL "OFF")
        string(APPEND header "/* disabled: CONFIG_${NAME} */\n")
        string(APPEND json "    \"${NAME}\": false,\n")
    else()
        string(APPEND header "#define CONFIG_${NAME}  ${VALUE}\n")
        string(APPEND json "    \"${NAME}\": \"${VALUE}\",\n")
    endif()
    set(${HEADER} "${header}" PARENT_SCOPE)
    set(${JSON} "${json}" PARENT_SCOPE)
endfunction()

function(_libsel4_write DIRECTORY OPTIONS)
    set(header "/* Written by libsel4.cmake. */\n#pragma once\n\n")
    set(json "{\n")
    foreach(option IN LISTS OPTIONS)
        string(REPLACE "=" ";" option "${option}")
        list(GET option 0 name)
        list(GET option 1 value)
        _libsel4_option(header json "${name}" "${value}")
    endforeach()
    string(REGEX REPLACE ",\n$" "\n}\n" json "${json}")
    file(CONFIGURE OUTPUT "${DIRECTORY}/gen_config.h" CONTENT "${header}" @ONLY)
    file(CONFIGURE OUTPUT "${DIRECTORY}/gen_config.json" CONTENT "${json}" @ONLY)
endfunction()

function(libsel4_configure DIRECTORY DEBUG)
    if(DEBUG)
        set(debug ON)
    else()
        set(debug OFF)
    endif()
    _libsel4_write("${DIRECTORY}/kernel" "ARCH_AARCH32=OFF;ARCH_AARCH64=ON;SEL4_ARCH=aarch64;ARCH_ARM=ON;ARCH=arm;\
WORD_SIZE=64;ARM_PLAT=qemu-arm-virt;PLAT_QEMU_ARM_VIRT=ON;PLAT=qemu-arm-virt;ARM_CORTEX_A53=OFF;ARM_CORTEX_A57=ON;\
ARM_CORTEX_A72=OFF;ARCH_ARM_V8A=ON;TIMER_FREQUENCY=62500000;KERNEL_MCS=OFF;ARM_PA_SIZE_BITS_40=OFF;\
ARM_PA_SIZE_BITS_44=ON;ARM_HYPERVISOR_SUPPORT=ON;ARM_GIC_V3_SUPPORT=OFF;AARCH64_VSPACE_S2_START_L1=OFF;\
ARM_HYP_ENABLE_VCPU_CP14_SAVE_AND_RESTORE=OFF;ARM_SMMU=OFF;TK1_SMMU=OFF;EXPORT_PMU_USER=OFF;\
DISABLE_WFI_WFE_TRAPS=OFF;AARCH64_USER_CACHE_ENABLE=ON;ALLOW_SMC_CALLS=OFF;ARM_TLS_REG_TPIDRU=ON;\
ARM_TLS_REG_TPIDRURO=OFF;ARM_TLS_REG=tpidru;L1_CACHE_LINE_SIZE_BITS=6;HAVE_FPU=ON;\
PADDR_USER_DEVICE_TOP=17592186044416;ROOT_CNODE_SIZE_BITS=17;TIMER_TICK_MS=2;TIME_SLICE=5;\
RETYPE_FAN_OUT_LIMIT=256;MAX_NUM_BOOTINFO_UNTYPED_CAPS=230;NUM_DOMAINS=1;NUM_DOMAIN_SCHEDULES=2;\
NUM_PRIORITIES=256;MAX_NUM_NODES=1;ENABLE_SMP_SUPPORT=OFF;VERIFICATION_BUILD=OFF;DEBUG_BUILD=${debug};\
HARDWARE_DEBUG_API=OFF;VCPU_FULL_ISOLATION=ON;PRINTING=${debug};KERNEL_INVOCATION_REPORT_ERROR_IPC=OFF;NO_BENCHMARKS=ON;\
ENABLE_BENCHMARKS=OFF;KERNEL_BENCHMARK=none;COLOUR_PRINTING=OFF;DANGEROUS_CODE_INJECTION=OFF;\
SET_TLS_BASE_SELF=OFF;EXPORT_PCNT_USER=ON;EXPORT_VCNT_USER=ON;EXPORT_PTMR_USER=ON;EXPORT_VTMR_USER=OFF;\
VTIMER_UPDATE_VOFFSET=OFF")
    _libsel4_write("${DIRECTORY}/sel4" "LIB_SEL4_INLINE_INVOCATIONS=ON;LIB_SEL4_DEFAULT_FUNCTION_ATTRIBUTES=OFF;\
LIB_SEL4_PUBLIC_SYMBOLS=OFF;LIB_SEL4_FUNCTION_ATTRIBUTE=inline;LIB_SEL4_STUBS_USE_IPC_BUFFER_ONLY=OFF;\
LIB_SEL4_PRINT_INVOCATION_ERRORS=0;LIB_SEL4_USE_THREAD_LOCALS=ON")
endfunction()

function(libsel4_install DIRECTORY)
    install(DIRECTORY "${LIBSEL4_INCLUDE_DIR}/" DESTINATION libsel4/include)
    install(FILES "${DIRECTORY}/kernel/gen_config.h" "${DIRECTORY}/kernel/gen_config.json"
            DESTINATION libsel4/include/kernel)
    install(FILES "${DIRECTORY}/sel4/gen_config.h" "${DIRECTORY}/sel4/gen_config.json"
            DESTINATION libsel4/include/sel4)
endfunction()
