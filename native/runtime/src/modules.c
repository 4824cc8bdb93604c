/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The compiled module: its header (an array of sections in ReadyToRun format), the functions that
 * CoreLib gives the runtime, and the options embedded at build time. There is exactly one module;
 * it is linked with this code.
 */

#include <stdbool.h>
#include <string.h>

#include <runtime/code.h>
#include <runtime/exports.h>
#include <runtime/gc.h>
#include <runtime/modules.h>
#include <runtime/platform.h>

/* Bytes of a struct section. */
#define SECTION_ENTRY_SIZE 24

#define CLASSLIB_FUNCTIONS (RT_CLASSLIB_LAST + 1)

struct section {
    int32_t id;
    int32_t flags;
    uintptr_t start;
    uintptr_t end; /* 0 when the section is one pointer */
};

_Static_assert(sizeof(struct section) == SECTION_ENTRY_SIZE, "section");

struct header {
    uint32_t signature;
    uint16_t major, minor;
    uint32_t flags;
    uint16_t section_count;
    uint8_t entry_size, entry_type;
    struct section sections[];
};

struct rt_type_manager {
    uintptr_t module;
    const struct header *header;
};

/* Written by the compiler: a count, then that many keys, then as many values, all UTF-8. */
struct knobs_blob {
    uint32_t count;
    const char *strings[];
};

extern const struct knobs_blob g_compilerEmbeddedKnobsBlob;

static struct rt_type_manager the_manager;
static const void *classlib_functions[CLASSLIB_FUNCTIONS];

uintptr_t rt_module_handle(void)
{
    return rt_code_start();
}

uintptr_t RhpRegisterOsModule(uintptr_t module)
{
    return module;
}

struct rt_type_manager *RhpCreateTypeManager(uintptr_t module, const void *header,
                                             const void *const *functions, int32_t count)
{
    const struct header *h = header;

    if (h->signature != RT_R2R_SIGNATURE || h->major != RT_R2R_MAJOR || h->minor != RT_R2R_MINOR ||
        h->entry_size != SECTION_ENTRY_SIZE) {
        rt_panic("the program was compiled by a version of the .NET compiler that this runtime was "
                 "not built for");
    }
    for (int32_t i = 0; i < count && i < CLASSLIB_FUNCTIONS; i++) {
        classlib_functions[i] = functions[i];
    }
    the_manager = (struct rt_type_manager){module, h};
    return &the_manager;
}

static const struct section *find_section(const struct rt_type_manager *manager, int32_t id)
{
    for (uint16_t i = 0; i < manager->header->section_count; i++) {
        if (manager->header->sections[i].id == id) {
            return &manager->header->sections[i];
        }
    }
    return NULL;
}

uintptr_t RhpGetModuleSection(struct rt_type_manager *const *manager, int32_t id, int32_t *length)
{
    const struct section *section = find_section(*manager, id);

    if (section == NULL) {
        *length = 0;
        return 0;
    }
    *length =
        section->end == 0 ? (int32_t)sizeof(void *) : (int32_t)(section->end - section->start);
    return section->start;
}

uint32_t RhFindBlob(struct rt_type_manager *const *manager, uint32_t id, const uint8_t **blob,
                    uint32_t *size)
{
    int32_t length;

    *blob = (const uint8_t *)RhpGetModuleSection(manager, RT_R2R_FIRST_BLOB + (int32_t)id, &length);
    *size = (uint32_t)length;
    return *blob != NULL;
}

static const void *classlib_function(uint32_t id)
{
    /* The dispatcher asks for these when the program is about to end. */
    if (id == RT_CLASSLIB_UNHANDLED || id == RT_CLASSLIB_FAIL_FAST) {
        rt_gc_report_begins();
    }
    return id < CLASSLIB_FUNCTIONS ? classlib_functions[id] : NULL;
}

const void *RhpGetClasslibFunctionFromCodeAddress(uintptr_t pc, uint32_t id)
{
    (void)pc;
    return classlib_function(id);
}

const void *RhpGetClasslibFunctionFromEEType(const struct rt_method_table *type, uint32_t id)
{
    (void)type;
    return classlib_function(id);
}

/* Where a thread of the class library begins: SystemNative_CreateThread gets it back. */
const void *RhGetThreadEntryPointAddress(void)
{
    return classlib_functions[RT_CLASSLIB_THREAD_ENTRY];
}

/* One static image: any address that is asked about lies in it. */
uintptr_t RhGetOSModuleFromPointer(uintptr_t pointer)
{
    return pointer != 0 ? rt_module_handle() : 0;
}

/* Fills a managed array of native integers; returns how many modules there are. */
uint32_t RhGetLoadedOSModules(struct rt_object *array)
{
    if (array != NULL && array->length > 0) {
        uintptr_t *elements = (uintptr_t *)((uint8_t *)array + 16);

        elements[0] = rt_module_handle();
    }
    return 1;
}

int32_t RhGetModuleFileName(uintptr_t module, const uint8_t **name)
{
    static const char root_task[] = "/" RT_MODULE_NAME;

    (void)module;
    *name = (const uint8_t *)root_task;
    return (int32_t)sizeof(root_task) - 1;
}

uint32_t RhGetKnobValues(const char *const **keys, const char *const **values)
{
    const struct knobs_blob *blob = &g_compilerEmbeddedKnobsBlob;

    *keys = blob->strings;
    *values = blob->strings + blob->count;
    return blob->count;
}

const char *rt_knob(const char *name)
{
    const struct knobs_blob *blob = &g_compilerEmbeddedKnobsBlob;

    for (uint32_t i = 0; i < blob->count; i++) {
        if (strcmp(blob->strings[i], name) == 0) {
            return blob->strings[blob->count + i];
        }
    }
    return NULL;
}

const uint8_t *RhGetRuntimeVersion(int32_t *length)
{
    static const char version[] = "10.0-sel4";

    *length = (int32_t)sizeof(version) - 1;
    return (const uint8_t *)version;
}
