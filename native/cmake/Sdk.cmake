# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# The install tree is an SDK: what it takes to link a root task for one kernel and to make an image of it.
# Libraries, headers and linker scripts are installed by the parts they belong to. The component `tests` is what only this
# repository's own programs link or bring; the target `sdk` builds everything else that is installed.

add_custom_command(OUTPUT "${CMAKE_BINARY_DIR}/sdk/kernel.elf"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/sdk"
    COMMAND ${CMAKE_OBJCOPY} --strip-all "${SEL4_KERNEL_ELF}" "${CMAKE_BINARY_DIR}/sdk/kernel.elf"
    DEPENDS "${SEL4_KERNEL_ELF}" VERBATIM)
add_custom_target(sdk-kernel ALL DEPENDS "${CMAKE_BINARY_DIR}/sdk/kernel.elf")
add_custom_target(sdk DEPENDS sdk-kernel loader rootserver runtime sel4vm sel4vm_shim)
install(FILES "${CMAKE_BINARY_DIR}/sdk/kernel.elf" DESTINATION share)
install(FILES "${SEL4_KERNEL_DTB}" DESTINATION share RENAME kernel.dtb)

install(FILES
    "${CMAKE_CURRENT_LIST_DIR}/aarch64-clang.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/aarch64-common.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/aarch64-gcc.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/FindSeL4.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/Picolibc.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/SeL4Image.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/SeL4VmConfig.cmake"
    "${CMAKE_CURRENT_LIST_DIR}/TargetFlags.cmake"
    DESTINATION cmake)
install(FILES
    "${CMAKE_CURRENT_LIST_DIR}/target-flags.txt"
    "${CMAKE_CURRENT_LIST_DIR}/target.specs"
    DESTINATION share)

# sdk.json: for tools that are not CMake.
function(json_strings out)
    list(TRANSFORM ARGN REPLACE "(.+)" "\"\\1\"")
    list(JOIN ARGN ", " joined)
    set(${out} "[${joined}]" PARENT_SCOPE)
endfunction()
string(TOUPPER "${CMAKE_BUILD_TYPE}" sdk_build)
separate_arguments(sdk_flags UNIX_COMMAND "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${sdk_build}}")
json_strings(sdk_cflags ${sdk_flags} ${PICOLIBC_CFLAGS} -isystem ${SEL4_INCLUDE_DIR})
json_strings(sdk_libraries "${PICOLIBC_LIB}/libc.a" "${PICOLIBC_LIB}/libm.a" "${LIBGCC}")
if(SEL4_CONFIG_DEBUG_BUILD)
    set(sdk_debug true)
else()
    set(sdk_debug false)
endif()
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/sdk/sdk.json" CONTENT [=[
{
  "kernelId": "@SEL4_KERNEL_ID@",
  "platform": "@SEL4_PLATFORM@",
  "debug": @sdk_debug@,
  "sel4Prefix": "@SEL4_PREFIX_DIR@",
  "sel4Include": "@SEL4_INCLUDE_DIR@",
  "cflags": @sdk_cflags@,
  "cLibraries": @sdk_libraries@
}
]=] @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/sdk/sdk.json" DESTINATION .)
