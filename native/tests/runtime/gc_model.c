/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "gc_model.h"

enum { OBJECTS = 6000, REFERENCES_MAX = 30, DEPENDENTS = 40, NODE_TYPES = 9 };
/* Roots are handles, and references in frozen objects of FROZEN_SLOTS each. */
enum { HANDLE_ROOTS = 240, FROZEN_ROOTS = 60, ROOTS = HANDLE_ROOTS + FROZEN_ROOTS };
enum { FROZEN_SLOTS = 6, FROZEN_OBJECTS = FROZEN_ROOTS / FROZEN_SLOTS };

enum kind { NODE, TWO_RUNS, REFERENCE_ARRAY, STRUCT_ARRAY, BYTES, KINDS };

struct object {
    struct rt_object **weak; /* its target is the real object; NULL: the number is free */
    enum kind kind;
    unsigned references;
    unsigned stride; /* the used elements of an array lie so far apart */
    unsigned bytes;
    int to[REFERENCES_MAX];
    bool old;
    bool reached;
};

struct dependent {
    struct rt_object **handle; /* NULL: not in use */
    int primary;
    int secondary;
};

static struct object objects[OBJECTS];
static int roots[ROOTS];
static struct rt_object **root_handles[HANDLE_ROOTS];
static uint64_t frozen_memory[1 + FROZEN_OBJECTS * (2 + FROZEN_SLOTS)];
static struct dependent dependents[DEPENDENTS];
static const struct rt_method_table *node_types[NODE_TYPES], *two_runs, *reference_array,
    *struct_array, *byte_array;
static model_choose_t choose;
static bool exact;

static void lay_out_frozen_objects(void)
{
    const struct rt_method_table *type = type_node(FROZEN_SLOTS, 0, 0);
    CHECK(type->base_size == 8u * (2 + FROZEN_SLOTS));
    for (unsigned i = 0; i < FROZEN_OBJECTS; i++) {
        ((struct rt_object *)&frozen_memory[1 + i * (2 + FROZEN_SLOTS)])->type = type;
    }
    size_t bytes = sizeof(frozen_memory);
    CHECK(RhRegisterFrozenSegment(frozen_memory, bytes, bytes, bytes) != NULL);
}

void model_start(size_t heap_limit, bool only_ours, model_choose_t source)
{
    gc_start(heap_limit);
    choose = source;
    exact = only_ours;
    if (exact) {
        gc_heap.budget = UINT64_MAX;
    }
    for (unsigned i = 0; i < NODE_TYPES; i++) {
        node_types[i] = type_node(i, 8 * i, 0);
    }
    two_runs = type_two_runs(4, 3);
    reference_array = type_reference_array();
    struct_array = type_struct_array();
    byte_array = type_byte_array();
    lay_out_frozen_objects();
    for (unsigned i = 0; i < ROOTS; i++) {
        roots[i] = -1;
        if (i < HANDLE_ROOTS) {
            root_handles[i] = RhpHandleAlloc(NULL, NORMAL);
        }
    }
}

/* ---- objects ---- */

static struct rt_object *real(int number)
{
    return number < 0 ? NULL : *objects[number].weak;
}

static struct rt_object **slot_of(const struct object *object, unsigned index)
{
    struct rt_object *at = *object->weak;
    switch (object->kind) {
    case NODE:
        return node_slot(at, index);
    case TWO_RUNS:
        return node_slot(at, index < 4 ? index : index + 2);
    case REFERENCE_ARRAY:
        return array_slot(at, index * object->stride);
    default:
        return struct_array_slot(at, index / 3 * object->stride, index % 3);
    }
}

static uint8_t byte_of(int number, unsigned index)
{
    return (uint8_t)((unsigned)number * 31u + index * 7u);
}

/* Some arrays are far longer than what is used of them, up to large objects. */
static unsigned choose_stride(void)
{
    return choose(12) == 0 ? 1 + choose(200) : 1;
}

static struct rt_object *allocate(struct object *object)
{
    switch (object->kind) {
    case NODE:
        object->references = choose(NODE_TYPES);
        return rt_new_fast_slow(node_types[object->references]);
    case TWO_RUNS:
        object->references = 7;
        return rt_new_fast_slow(two_runs);
    case REFERENCE_ARRAY:
        object->references = choose(REFERENCES_MAX);
        return rt_new_array_slow(reference_array, object->references * object->stride);
    case STRUCT_ARRAY:
        object->references = 3 * choose(REFERENCES_MAX / 3);
        return rt_new_array_slow(struct_array, object->references / 3 * object->stride);
    default:
        object->bytes = choose(choose(10) == 0 ? 30000 : 300);
        return rt_new_array_slow(byte_array, object->bytes);
    }
}

static void create(int number)
{
    struct object *object = &objects[number];
    *object = (struct object){.kind = (enum kind)choose(KINDS), .stride = choose_stride()};
    struct rt_object *at = allocate(object);
    object->weak = RhpHandleAlloc(at, WEAK_SHORT);
    for (unsigned i = 0; i < object->references; i++) {
        object->to[i] = -1;
    }
    for (unsigned i = 0; i < object->bytes; i++) {
        ((uint8_t *)at + 16)[i] = byte_of(number, i);
    }
}

static void forget(int number)
{
    RhHandleFree(objects[number].weak);
    objects[number].weak = NULL;
}

/* ---- what is reachable ---- */

static void reach(int number)
{
    static int stack[OBJECTS];
    size_t depth = 0;
    if (number >= 0 && !objects[number].reached) {
        objects[number].reached = true;
        stack[depth++] = number;
    }
    while (depth != 0) {
        const struct object *object = &objects[stack[--depth]];
        for (unsigned i = 0; i < object->references; i++) {
            int next = object->to[i];
            if (next >= 0 && !objects[next].reached) {
                objects[next].reached = true;
                stack[depth++] = next;
            }
        }
    }
}

static void reach_dependents(void)
{
    bool any = true;
    while (any) {
        any = false;
        for (unsigned i = 0; i < DEPENDENTS; i++) {
            const struct dependent *d = &dependents[i];
            if (d->handle != NULL && objects[d->primary].reached &&
                !objects[d->secondary].reached) {
                reach(d->secondary);
                any = true;
            }
        }
    }
}

/* `with_old`: old objects are roots too, as in a young collection. */
static void reach_all(bool with_old)
{
    for (int i = 0; i < OBJECTS; i++) {
        objects[i].reached = false;
    }
    for (int i = 0; i < OBJECTS && with_old; i++) {
        if (objects[i].weak != NULL && objects[i].old) {
            reach(i);
        }
    }
    for (int i = 0; i < ROOTS; i++) {
        reach(roots[i]);
    }
    reach_dependents();
}

/* ---- checks ---- */

static void check_object(int number)
{
    const struct object *object = &objects[number];
    const struct rt_object *at = *object->weak;
    CHECK(at != NULL);
    for (unsigned i = 0; i < object->references; i++) {
        CHECK(*slot_of(object, i) == real(object->to[i]));
    }
    for (unsigned i = 0; i < object->bytes; i++) {
        CHECK(((const uint8_t *)at + 16)[i] == byte_of(number, i));
    }
}

static void check_dependents(void)
{
    for (unsigned i = 0; i < DEPENDENTS; i++) {
        struct dependent *d = &dependents[i];
        struct rt_object *secondary;
        if (d->handle == NULL) {
            continue;
        }
        struct rt_object *primary = RhHandleGetDependent(d->handle, &secondary);
        if (objects[d->primary].reached) {
            CHECK(primary == real(d->primary) && secondary == real(d->secondary));
        } else {
            CHECK(primary == NULL && secondary == NULL);
            RhHandleFree(d->handle);
            d->handle = NULL;
        }
    }
}

void model_check(void)
{
    reach_all(false);
    for (int i = 0; i < OBJECTS; i++) {
        if (objects[i].weak != NULL && objects[i].reached) {
            check_object(i);
        }
    }
}

/* After a collection that took what is reached now for alive. */
static void check_exactly(void)
{
    check_dependents();
    for (int i = 0; i < OBJECTS; i++) {
        if (objects[i].weak == NULL) {
            continue;
        }
        if (objects[i].reached) {
            check_object(i);
            objects[i].old = true;
            CHECK(RhGetGeneration(*objects[i].weak) == RT_GC_OLD);
        } else {
            CHECK(*objects[i].weak == NULL);
            forget(i);
        }
    }
}

void model_collect_full(void)
{
    gc_collect_precise();
    reach_all(false);
    check_exactly();
}

void model_collect_young(void)
{
    gc_collect_young_precise();
    if (exact) {
        reach_all(true);
        check_exactly();
    } else {
        model_check();
    }
}

/* ---- steps ---- */

/* An object that the model reaches: only those may be used, the others can be gone. */
static int pick(void)
{
    int number = roots[choose(ROOTS)];
    for (unsigned steps = choose(12); number >= 0 && steps != 0; steps--) {
        const struct object *object = &objects[number];
        int next = object->references == 0 ? -1 : object->to[choose(object->references)];
        number = next >= 0 ? next : number;
    }
    return number;
}

static int free_number(void)
{
    unsigned first = choose(OBJECTS);
    for (unsigned i = 0; i < 200; i++) {
        int number = (int)((first + i) % OBJECTS);
        if (objects[number].weak == NULL) {
            return number;
        }
    }
    return -1;
}

static void set_root(unsigned root, int number)
{
    roots[root] = number;
    if (root < HANDLE_ROOTS) {
        RhHandleSet(root_handles[root], real(number));
    } else {
        unsigned index = root - HANDLE_ROOTS;
        unsigned object = index / FROZEN_SLOTS;
        uint64_t *slot = &frozen_memory[1 + object * (2 + FROZEN_SLOTS) + 1 + index % FROZEN_SLOTS];
        store((struct rt_object **)slot, real(number));
    }
}

static void link(int from, int to)
{
    struct object *object = &objects[from];
    if (object->references == 0) {
        return;
    }
    unsigned index = choose(object->references);
    /* Mostly into an empty slot, so that graphs grow. */
    for (unsigned i = 0; i < object->references && object->to[index] >= 0 && choose(20) != 0; i++) {
        index = (index + 1) % object->references;
    }
    object->to[index] = to;
    store(slot_of(object, index), real(to));
}

static void create_linked(void)
{
    int number = free_number();
    if (number < 0) {
        return;
    }
    create(number);
    int from = pick();
    /* A new object must be reachable at once: the next allocation may collect. */
    if (from >= 0 && objects[from].references != 0 && choose(20) != 0) {
        link(from, number);
    } else {
        set_root(choose(ROOTS), number);
    }
}

/* Moves references between arrays, or inside of one, as Array.Copy does. */
static void move_references(void)
{
    int from = pick();
    int to = choose(3) == 0 ? from : pick();
    if (from < 0 || to < 0 || objects[from].kind != REFERENCE_ARRAY ||
        objects[to].kind != REFERENCE_ARRAY || objects[from].stride != 1 ||
        objects[to].stride != 1 || objects[from].references == 0 || objects[to].references == 0) {
        return;
    }
    unsigned source = choose(objects[from].references);
    unsigned target = choose(objects[to].references);
    unsigned most = objects[from].references - source < objects[to].references - target
                        ? objects[from].references - source
                        : objects[to].references - target;
    unsigned count = 1 + choose(most);
    memmove(&objects[to].to[target], &objects[from].to[source], count * sizeof(int));
    struct rt_object **slots = slot_of(&objects[to], target);
    memmove(slots, slot_of(&objects[from], source), count * sizeof(*slots));
    rt_gc_note_stores((uintptr_t)slots, count * sizeof(*slots));
}

static void change_dependent(void)
{
    struct dependent *d = &dependents[choose(DEPENDENTS)];
    int primary = pick();
    int secondary = pick();
    if (primary < 0 || secondary < 0) {
        return;
    }
    if (d->handle == NULL) {
        *d = (struct dependent){RhpHandleAllocDependent(real(primary), real(secondary)), primary,
                                secondary};
    } else if (exact && choose(2) == 0) {
        /* The primary may be gone by now; only the model of exact runs would know. */
        RhHandleFree(d->handle);
        d->handle = NULL;
    }
}

void model_step(void)
{
    unsigned action = choose(100);
    if (action < 55) {
        create_linked();
    } else if (action < 80) {
        int number = pick();
        if (number >= 0) {
            link(number, choose(30) == 0 ? -1 : pick());
        }
    } else if (action < 85) {
        move_references();
    } else if (action < 90) {
        set_root(choose(ROOTS), pick());
    } else if (action < 93) {
        change_dependent();
    } else if (action < 95) {
        set_root(choose(ROOTS), -1);
    }
}

void model_reset(void)
{
    for (unsigned i = 0; i < ROOTS; i++) {
        set_root(i, -1);
    }
    model_collect_full();
    for (int i = 0; i < OBJECTS; i++) {
        CHECK(objects[i].weak == NULL);
    }
}
