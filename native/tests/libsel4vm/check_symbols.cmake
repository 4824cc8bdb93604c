# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# cmake -DNM=<nm> -DOBJECTS=<file of object files, one a line> -DINCLUDE=<libsel4vm, whose include folders have the public headers> -P check_symbols.cmake
#
# Fails on a global symbol that is neither declared in a public header nor begins with vmi_: linked as a static library, it
# could meet a symbol of the user's program.

cmake_minimum_required(VERSION 3.25)

file(STRINGS "${OBJECTS}" objects)
list(FILTER objects INCLUDE REGEX "/libsel4vm/src/")
file(GLOB_RECURSE headers "${INCLUDE}/include/*.h" "${INCLUDE}/compat/include/*.h")
set(public "")
foreach(header ${headers})
    file(READ "${header}" text)
    string(REPLACE "[" "(" text "${text}") # functions and arrays: a list takes "[" for quoting
    string(REGEX MATCHALL "[A-Za-z0-9_]+\\(" declared "${text}")
    list(APPEND public ${declared})
endforeach()
list(TRANSFORM public REPLACE ".$" "")
list(REMOVE_DUPLICATES public)

execute_process(COMMAND "${NM}" --extern-only --defined-only --format=posix ${objects}
                OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
# Names with two underscores are the compiler's: sanitizers define some in each object.
string(REGEX MATCHALL "[A-Za-z0-9_]+ [A-Z] " symbols "${lines}")
set(internal 0)
set(wrong "")
foreach(symbol ${symbols})
    string(REGEX REPLACE " .*" "" name "${symbol}")
    if(name MATCHES "^vmi_")
        math(EXPR internal "${internal} + 1")
    elseif(NOT name MATCHES "^__" AND NOT name IN_LIST public)
        list(APPEND wrong "${name}")
    endif()
endforeach()
list(LENGTH symbols count)
list(LENGTH objects objects)
message("${count} global symbols in ${objects} objects, ${internal} of them internal")
if(objects EQUAL 0 OR internal EQUAL 0 OR internal EQUAL count)
    message(FATAL_ERROR "This is not what libsel4vm consists of")
elseif(wrong)
    list(JOIN wrong ", " wrong)
    message(FATAL_ERROR "Neither in a public header nor with the prefix vmi_: ${wrong}")
endif()
