# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# find_package(SeL4Vm PATHS <sdk>/cmake): the SDK's libraries as targets (rootserver, loader, ...) and
# add_sel4_image. The project uses one of the toolchain files beside this one and the same kernel
# prefix that the SDK was built for.

list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
file(READ "${CMAKE_CURRENT_LIST_DIR}/../sdk.json" sel4vm_sdk)
string(JSON SEL4_PREFIX GET "${sel4vm_sdk}" sel4Prefix)
find_package(SeL4 REQUIRED)
include(Picolibc)
include(SeL4Image)

file(GLOB sel4vm_archives "${CMAKE_CURRENT_LIST_DIR}/../lib/*.a")
foreach(archive IN LISTS sel4vm_archives)
    get_filename_component(name "${archive}" NAME_WE)
    string(REGEX REPLACE "^lib" "" name "${name}")
    if(NOT TARGET ${name})
        add_library(${name} STATIC IMPORTED)
        set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${archive}")
        target_include_directories(${name} INTERFACE "${CMAKE_CURRENT_LIST_DIR}/../include")
        target_link_libraries(${name} INTERFACE seL4::sel4 picolibc::headers)
    endif()
endforeach()
