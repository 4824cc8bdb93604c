/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Random object graphs against a model. The model knows each object by number: its kind, its
 * references, its bytes. After a collection exactly the objects that the model can reach must
 * exist, unchanged.
 */
#include "gc_support.h"

enum { OBJECTS = 6000, ROOTS = 300, REFERENCES_MAX = 30 };

enum kind { NODE, TWO_RUNS, REFERENCE_ARRAY, STRUCT_ARRAY, BYTES, KINDS };

struct model {
    struct rt_object **weak; /* its target is the real object; NULL: the number is free */
    enum kind kind;
    unsigned references;
    unsigned bytes;
    int to[REFERENCES_MAX];
    bool reached;
};

static struct model models[OBJECTS];
static int roots[ROOTS];
static struct rt_object **root_handles[ROOTS];
static const struct rt_method_table *node_types[9], *two_runs, *reference_array, *struct_array,
    *byte_array;
static uint64_t seed;

static unsigned random_below(unsigned bound)
{
    return (unsigned)(random_next(&seed) % bound);
}

static struct rt_object **slot_of(const struct model *model, unsigned index)
{
    struct rt_object *object = *model->weak;
    switch (model->kind) {
    case NODE:
        return node_slot(object, index);
    case TWO_RUNS:
        return node_slot(object, index < 4 ? index : index + 2);
    case REFERENCE_ARRAY:
        return array_slot(object, index);
    default:
        return struct_array_slot(object, index / 3, index % 3);
    }
}

static uint8_t byte_of(int number, unsigned index)
{
    return (uint8_t)((unsigned)number * 31u + index * 7u);
}

static void create(int number)
{
    struct model *model = &models[number];
    struct rt_object *object;
    model->kind = (enum kind)random_below(KINDS);
    model->references = 0;
    model->bytes = 0;
    switch (model->kind) {
    case NODE:
        model->references = random_below(9);
        object = rt_new_fast_slow(node_types[model->references]);
        break;
    case TWO_RUNS:
        model->references = 7;
        object = rt_new_fast_slow(two_runs);
        break;
    case REFERENCE_ARRAY:
        model->references = random_below(REFERENCES_MAX);
        /* Some are far longer than what is used of them, up to large objects. */
        object = rt_new_array_slow(reference_array,
                                   model->references + (random_below(20) == 0 ? 2000 : 0));
        break;
    case STRUCT_ARRAY:
        model->references = 3 * random_below(10);
        object = rt_new_array_slow(struct_array, model->references / 3);
        break;
    default:
        model->bytes = random_below(random_below(10) == 0 ? 30000 : 300);
        object = rt_new_array_slow(byte_array, model->bytes);
        break;
    }
    model->weak = RhpHandleAlloc(object, WEAK_SHORT);
    for (unsigned i = 0; i < model->references; i++) {
        model->to[i] = -1;
    }
    for (unsigned i = 0; i < model->bytes; i++) {
        ((uint8_t *)object + 16)[i] = byte_of(number, i);
    }
}

static void reach(int number)
{
    static int stack[OBJECTS];
    size_t depth = 0;
    if (number >= 0 && !models[number].reached) {
        models[number].reached = true;
        stack[depth++] = number;
    }
    while (depth != 0) {
        const struct model *model = &models[stack[--depth]];
        for (unsigned i = 0; i < model->references; i++) {
            int next = model->to[i];
            if (next >= 0 && !models[next].reached) {
                models[next].reached = true;
                stack[depth++] = next;
            }
        }
    }
}

static void mark_model(void)
{
    for (int i = 0; i < OBJECTS; i++) {
        models[i].reached = false;
    }
    for (int i = 0; i < ROOTS; i++) {
        reach(roots[i]);
    }
}

static void check_object(int number)
{
    const struct model *model = &models[number];
    const struct rt_object *object = *model->weak;
    for (unsigned i = 0; i < model->references; i++) {
        const struct rt_object *expected = model->to[i] < 0 ? NULL : *models[model->to[i]].weak;
        CHECK(*slot_of(model, i) == expected);
    }
    for (unsigned i = 0; i < model->bytes; i++) {
        CHECK(((const uint8_t *)object + 16)[i] == byte_of(number, i));
    }
}

/* In stress mode collections happen at any allocation, so that the model may only say what must be
 * alive. */
static void check_all(bool exact)
{
    mark_model();
    for (int i = 0; i < OBJECTS; i++) {
        struct model *model = &models[i];
        if (model->weak == NULL) {
            continue;
        }
        if (model->reached) {
            CHECK(*model->weak != NULL);
            check_object(i);
        } else if (exact) {
            CHECK(*model->weak == NULL);
        }
        if (!model->reached) {
            RhHandleFree(model->weak);
            model->weak = NULL;
        }
    }
}

/* An object that the model reaches: only those may be used, the others can be gone. */
static int pick(void)
{
    int number = roots[random_below(ROOTS)];
    for (unsigned steps = random_below(12); number >= 0 && steps != 0; steps--) {
        const struct model *model = &models[number];
        int next = model->references == 0 ? -1 : model->to[random_below(model->references)];
        number = next >= 0 ? next : number;
    }
    return number;
}

static int free_number(void)
{
    for (int tries = 0; tries < 50; tries++) {
        int number = (int)random_below(OBJECTS);
        if (models[number].weak == NULL) {
            return number;
        }
    }
    return -1;
}

static void set_root(unsigned root, int number)
{
    roots[root] = number;
    *root_handles[root] = number < 0 ? NULL : *models[number].weak;
}

static void link(int from, int to)
{
    struct model *model = &models[from];
    if (model->references != 0) {
        unsigned index = random_below(model->references);
        /* Mostly into an empty slot, so that graphs grow. */
        for (unsigned i = 0;
             i < model->references && model->to[index] >= 0 && random_below(20) != 0; i++) {
            index = (index + 1) % model->references;
        }
        model->to[index] = to;
        *slot_of(model, index) = to < 0 ? NULL : *models[to].weak;
    }
}

static void step(void)
{
    unsigned action = random_below(100);
    int number;
    if (action < 55) {
        number = free_number();
        if (number >= 0) {
            create(number);
            int from = pick();
            /* A new object must be reachable at once: the next allocation may collect. */
            if (from >= 0 && models[from].references != 0 && random_below(20) != 0) {
                link(from, number);
            } else {
                set_root(random_below(ROOTS), number);
            }
        }
    } else if (action < 85) {
        number = pick();
        if (number >= 0) {
            link(number, random_below(30) == 0 ? -1 : pick());
        }
    } else if (action < 90) {
        set_root(random_below(ROOTS), pick());
    } else if (action < 91) {
        set_root(random_below(ROOTS), -1);
    }
}

int main(int argc, char **argv)
{
    long steps = argc > 1 ? strtol(argv[1], NULL, 10) : 60000;
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 88172645463325252u;
    gc_start((size_t)32 << 20);
    for (unsigned i = 0; i < 9; i++) {
        node_types[i] = type_node(i, 8 * i, 0);
    }
    two_runs = type_two_runs(4, 3);
    reference_array = type_reference_array();
    struct_array = type_struct_array();
    byte_array = type_byte_array();
    for (unsigned i = 0; i < ROOTS; i++) {
        root_handles[i] = RhpHandleAlloc(NULL, NORMAL);
        roots[i] = -1;
    }
    for (long i = 0; i < steps; i++) {
        step();
        if (i % 500 == 499) {
            gc_collect_precise();
            check_all(true);
        } else if (i % 97 == 0) {
            check_all(false);
        }
    }
    struct rt_gc_statistics totals;
    rt_gc_statistics(&totals);
    printf("%ld steps, %llu collections, %llu objects marked\n", steps,
           (unsigned long long)totals.collections, (unsigned long long)totals.marked_objects_total);
    printf("1 passed, 0 failed\n");
    return 0;
}
