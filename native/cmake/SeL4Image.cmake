# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# add_sel4_image(NAME SOURCES file... [LIBS target...] [KIND suite|sample|crash] [TIMEOUT seconds]
#                [EXPECT_EXIT code] [EXPECT_OUTPUT regex...])
#
# Builds images/NAME.roottask.elf (with symbols), images/NAME.elf (loader, kernel, device tree and root
# task in one ELF), images/NAME.img (the same as a raw arm64 Image) and images/NAME.image.json.

set(SEL4_IMAGE_DIR "${CMAKE_BINARY_DIR}/images")
# Beside this file's directory lies the native tree or, when installed, the SDK.
get_filename_component(SEL4_IMAGE_ROOT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
if(EXISTS "${SEL4_IMAGE_ROOT}/sdk.json")
    set(SEL4_IMAGE_TASK_LD "${SEL4_IMAGE_ROOT}/ld/roottask.ld")
    set(SEL4_IMAGE_LOADER_LD "${SEL4_IMAGE_ROOT}/ld/loader.ld")
    set(SEL4_IMAGE_PAYLOAD "${SEL4_IMAGE_ROOT}/src/payload.S")
else()
    set(SEL4_IMAGE_TASK_LD "${SEL4_IMAGE_ROOT}/rootserver/ld/roottask.ld")
    set(SEL4_IMAGE_LOADER_LD "${SEL4_IMAGE_ROOT}/loader/ld/loader.ld")
    set(SEL4_IMAGE_PAYLOAD "${SEL4_IMAGE_ROOT}/loader/src/payload.S")
endif()
file(MAKE_DIRECTORY "${SEL4_IMAGE_DIR}")

function(sel4_image_json name kind timeout exit)
    set(patterns "")
    foreach(pattern IN LISTS ARGN)
        string(REPLACE "\\" "\\\\" pattern "${pattern}")
        string(REPLACE "\"" "\\\"" pattern "${pattern}")
        list(APPEND patterns "\"${pattern}\"")
    endforeach()
    list(JOIN patterns ", " patterns)
    file(CONFIGURE OUTPUT "${SEL4_IMAGE_DIR}/${name}.image.json" CONTENT
        "{\n  \"name\": \"${name}\",\n  \"kind\": \"${kind}\",\n  \"timeoutSeconds\": ${timeout},\n  \"expectExit\": ${exit},\n  \"expectOutput\": [${patterns}]\n}\n"
        @ONLY)
endfunction()

function(add_sel4_image name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "KIND;TIMEOUT;EXPECT_EXIT" "SOURCES;LIBS;EXPECT_OUTPUT")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
        message(FATAL_ERROR "add_sel4_image(${name}): SOURCES missing, or unknown: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    foreach(default KIND=sample TIMEOUT=30 EXPECT_EXIT=0)
        string(REPLACE "=" ";" default "${default}")
        list(GET default 0 key)
        list(GET default 1 value)
        if(NOT DEFINED arg_${key})
            set(arg_${key} ${value})
        endif()
    endforeach()

    set(task ${name}.roottask)
    set(task_elf "${SEL4_IMAGE_DIR}/${task}.elf")
    add_executable(${task} ${arg_SOURCES})
    target_link_libraries(${task} PRIVATE ${arg_LIBS} rootserver picolibc::c)
    target_link_options(${task} PRIVATE
        "LINKER:-T,${SEL4_IMAGE_TASK_LD}" "LINKER:--gc-sections" "LINKER:--eh-frame-hdr")
    set_target_properties(${task} PROPERTIES OUTPUT_NAME ${task}.elf
        RUNTIME_OUTPUT_DIRECTORY "${SEL4_IMAGE_DIR}" LINK_DEPENDS "${SEL4_IMAGE_TASK_LD}")

    # The loader needs segments only: symbols and debug information stay out of the image.
    set(work "${CMAKE_CURRENT_BINARY_DIR}/${name}.image")
    file(MAKE_DIRECTORY "${work}")
    add_custom_command(OUTPUT "${work}/roottask.elf"
        COMMAND ${CMAKE_OBJCOPY} --strip-all "${task_elf}" "${work}/roottask.elf"
        DEPENDS ${task} VERBATIM)
    add_custom_command(OUTPUT "${work}/kernel.elf"
        COMMAND ${CMAKE_OBJCOPY} --strip-all "${SEL4_KERNEL_ELF}" "${work}/kernel.elf"
        DEPENDS "${SEL4_KERNEL_ELF}" VERBATIM)
    file(CONFIGURE OUTPUT "${work}/payload.S" CONTENT
"#define PAYLOAD_KERNEL   \"${work}/kernel.elf\"
#define PAYLOAD_ROOTTASK \"${work}/roottask.elf\"
#define PAYLOAD_DTB      \"${SEL4_KERNEL_DTB}\"
#include \"${SEL4_IMAGE_PAYLOAD}\"
" @ONLY)
    set_source_files_properties("${work}/payload.S" PROPERTIES OBJECT_DEPENDS
        "${work}/kernel.elf;${work}/roottask.elf;${SEL4_KERNEL_DTB}")

    add_executable(${name}.image "${work}/payload.S")
    target_link_libraries(${name}.image PRIVATE loader)
    target_link_options(${name}.image PRIVATE "LINKER:-T,${SEL4_IMAGE_LOADER_LD}" "LINKER:-u,_start")
    set_target_properties(${name}.image PROPERTIES OUTPUT_NAME ${name}.elf
        RUNTIME_OUTPUT_DIRECTORY "${SEL4_IMAGE_DIR}" LINK_DEPENDS "${SEL4_IMAGE_LOADER_LD}")
    add_custom_command(TARGET ${name}.image POST_BUILD
        COMMAND ${CMAKE_OBJCOPY} -O binary "${SEL4_IMAGE_DIR}/${name}.elf" "${SEL4_IMAGE_DIR}/${name}.img"
        BYPRODUCTS "${SEL4_IMAGE_DIR}/${name}.img" VERBATIM)

    sel4_image_json(${name} ${arg_KIND} ${arg_TIMEOUT} ${arg_EXPECT_EXIT} ${arg_EXPECT_OUTPUT})
endfunction()
