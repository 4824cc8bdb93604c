# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The SeL4.Vm contributors
#
# cmake -DNM=... -DLIBRARY=libruntime.a -DLIST=exports.def -P check_exports.cmake
#
# Fails unless the library defines exactly what the list says it does.

execute_process(COMMAND "${NM}" -g --defined-only "${LIBRARY}"
    OUTPUT_VARIABLE output ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[TWDBRVtw] (Rhp?[A-Z]|g_[a-z]|SystemNative_|NativeRuntimeEventSource_)[A-Za-z0-9_]*" lines "${output}")
foreach(line IN LISTS lines)
    string(SUBSTRING "${line}" 2 -1 name)
    set(defined_${name} TRUE)
    list(APPEND defined ${name})
endforeach()

file(STRINGS "${LIST}" entries REGEX "^[A-Za-z_]")
foreach(entry IN LISTS entries)
    string(REPLACE " " ";" fields "${entry}")
    list(GET fields 0 name)
    list(GET fields 1 supplier)
    set(listed_${name} TRUE)
    if(supplier MATCHES "^(implemented|unsupported)$" AND name MATCHES "^(Rh|g_|SystemNative_)" AND NOT defined_${name})
        list(APPEND missing ${name})
    endif()
endforeach()
foreach(name IN LISTS defined)
    if(NOT listed_${name})
        list(APPEND unlisted ${name})
    endif()
endforeach()

if(missing OR unlisted)
    message(FATAL_ERROR "${LIST} and ${LIBRARY} disagree: listed but not defined: ${missing}; "
                        "defined but not listed: ${unlisted}")
endif()
