# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# SOURCE_ROOT_FLAGS: compiler options that keep the folders of this computer out of what is built. /_ stands for the
# repository, as in what the .NET SDK builds for packages. A debugger finds the sources again with
# `set substitute-path /_ FOLDER`, which is in the commands that `run --debug` writes for gdb.

get_filename_component(source_root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(SOURCE_ROOT_FLAGS "-ffile-prefix-map=${source_root}=/_")

# The compiler knows its working directory by the real name.
file(REAL_PATH "${source_root}" real_source_root)
if(NOT real_source_root STREQUAL source_root)
    list(APPEND SOURCE_ROOT_FLAGS "-ffile-prefix-map=${real_source_root}=/_")
endif()

# A build elsewhere: its folder is the working directory.
cmake_path(IS_PREFIX source_root "${CMAKE_BINARY_DIR}" NORMALIZE is_inside)
if(NOT is_inside)
    list(APPEND SOURCE_ROOT_FLAGS "-ffile-prefix-map=${CMAKE_BINARY_DIR}=/_/out")
endif()
