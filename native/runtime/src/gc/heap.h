/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* clang-format off */
/*
 * Structure of the heap.
 *
 *   reservation  one contiguous range of addresses: the card table, then room for the heap limit
 *   group        2 MiB of the heap; memory is taken from the platform by group or by chunk, and
 *                given back the same way
 *   chunk        256 KiB
 *   page         4 KiB; the page map gives the span of each
 *   span         a run of pages that is free, or holds cells of one size class, or holds one large
 *                object
 *   cell         room for one object; the object reference points 8 bytes into it
 *   card         512 bytes; the write barriers note in which cards references were stored
 *
 * Generations. A span keeps two bits a cell. `allocated` says that the cell was handed out (to an
 * object, or to a thread's allocation buffer, where its MethodTable word is still zero). `marked`
 * is set by the collector and stays set: a marked object is old, it has survived a collection; an
 * allocated cell without the mark is young. A young collection marks only young objects, starting
 * from the roots and from old objects in dirty cards. A full collection clears all marks first.
 * Every collection makes all survivors old, so that afterwards no old object refers to a young one
 * and all cards are clean.
 *
 * Sweeping copies `marked` to `allocated`. A young collection sweeps the spans that cells were
 * taken from since the last one. After a full collection each span is swept when cells are first
 * taken from it.
 *
 * Everything here is guarded by gc_heap.lock, taken inside a critical section, or by the world
 * being stopped.
 */
/* clang-format on */
#pragma once

#include "runtime/barriers.h"
#include "runtime/gc.h"
#include "runtime/object.h"
#include "runtime/platform.h"
#include "runtime/thread.h"

#define GC_PAGE_SHIFT      12u
#define GC_PAGE_SIZE       ((size_t)1 << GC_PAGE_SHIFT)
#define GC_CHUNK_SHIFT     18u
#define GC_CHUNK_SIZE      ((size_t)1 << GC_CHUNK_SHIFT)
#define GC_GROUP_SHIFT     21u
#define GC_GROUP_SIZE      ((size_t)1 << GC_GROUP_SHIFT)
#define GC_PAGES_PER_GROUP (GC_GROUP_SIZE / GC_PAGE_SIZE)
#define GC_CARD_SIZE       ((size_t)1 << RT_CARD_SHIFT)

/* Largest object, header included, that lives in a cell of a size class; larger ones get pages of
 * their own. */
#define GC_SMALL_MAX   8192u
#define GC_CLASS_COUNT 62u
#define GC_CLASS_LARGE 255u
/* 16 KiB span of the smallest cell (24 bytes) has 682 cells. */
#define GC_BITMAP_WORDS 11u

enum gc_span_state { GC_SPAN_FREE, GC_SPAN_SMALL, GC_SPAN_LARGE };

struct gc_span {
    uint8_t *start;
    size_t pages;
    uint64_t cell_size;
    uint32_t cell_count;
    /* floor(2^32 / cell_size) + 1, so that index = offset * reciprocal >> 32; 0 in large spans
     * makes every index 0. */
    uint32_t reciprocal;
    uint32_t sweep_epoch; /* swept since the full collection of this number; older: `allocated`
                             still names cells that died in it */
    uint32_t cursor;      /* cells before it are known to be in use */
    uint8_t state;
    uint8_t size_class;
    bool zeroed;     /* all free memory of the span is zero */
    bool overflowed; /* on the marker's list of spans to scan again */
    struct gc_span *next;
    struct gc_span *previous;
    struct gc_span *next_overflowed;
    uint64_t allocated[GC_BITMAP_WORDS];
    uint64_t marked[GC_BITMAP_WORDS];
};

/* Spans of a class. `current` and `touched` are the only ones with young objects. */
struct gc_size_class_spans {
    struct gc_span *current;   /* cells are being taken from it; on no list */
    struct gc_span *touched;   /* cells were taken from it, and none is free */
    struct gc_span *available; /* old objects and free cells */
    struct gc_span *full;      /* old objects only */
    struct gc_span *unswept;   /* since the last full collection */
};

/* Cells of the reserve (reserve.c): powers of two from 32 bytes to GC_SMALL_MAX. */
#define GC_RESERVE_CLASSES 9u
/* Lists of spans: one for each size class, then one for each of the reserve's. */
#define GC_LIST_COUNT   (GC_CLASS_COUNT + GC_RESERVE_CLASSES)
#define GC_FREE_BUCKETS 64u
/* Spans of small objects are 4, 8 or 16 pages long. */
#define GC_EMPTY_KINDS 3u

struct gc_heap {
    uint8_t *base;
    size_t reserved_bytes;
    struct gc_span **page_map;
    uint8_t *groups; /* see page_heap.c */
    size_t group_count;

    rt_mutex_t lock;

    size_t limit_bytes;
    size_t committed_bytes;
    size_t free_pages; /* committed pages in free spans */
    struct gc_span
        *free_buckets[GC_FREE_BUCKETS]; /* [n]: free spans of n pages; [0]: of 64 and more */
    uint64_t free_bucket_bits;

    struct gc_size_class_spans classes[GC_LIST_COUNT];
    /* Spans whose objects are all dead, for any class of their length; not yet given back. */
    struct gc_span *empty[GC_EMPTY_KINDS];
    struct gc_span *large_young;
    struct gc_span *large_old;
    size_t large_bytes;     /* pages of large objects */
    size_t large_old_bytes; /* of those of the old ones */
    uint32_t epoch;         /* grows with every full collection */
    size_t unswept;         /* spans on the lists of that name */
    bool verify;            /* check the heap after marking, see verify.c, and poison the dead */
    /* For each class of the reserve a span without cells yet; NULL when it is in use. */
    struct gc_span *reserve[GC_RESERVE_CLASSES];

    uint64_t allocated_since_collection;
    uint64_t budget; /* of allocated_since_collection, until the next young collection */
    uint64_t allocated_total;
    uint32_t stress_interval;
    uint32_t stress_count;
};
extern struct gc_heap gc_heap;

/* ---- size classes (size_class.c) ---- */

extern const uint16_t gc_class_sizes[GC_CLASS_COUNT];
/* Class of objects up to RT_FAST_SIZE_MAX: index is (size + 7) / 8. Read by the assembly path. */
extern uint8_t gc_small_class_map[RT_FAST_SIZE_MAX / 8 + 1];
void gc_size_classes_initialize(void);
/* `size` is 1 … GC_SMALL_MAX. */
unsigned gc_size_class(size_t size);
size_t gc_class_span_pages(unsigned size_class);

/* ---- pages (page_heap.c) ---- */

bool gc_page_heap_initialize(size_t limit_bytes);
/* A span of exactly `pages`, its bitmaps clear, its pages in the page map. NULL when none is free.
 */
struct gc_span *gc_pages_take(size_t pages);
/* Makes room for `pages` more contiguous ones; false at the limit or when the platform has no more.
 */
bool gc_pages_grow(size_t pages);
/* The same as gc_pages_take, after sweeping and growing where nothing is free. NULL at the limit.
 */
struct gc_span *gc_pages_obtain(size_t pages);
void gc_pages_give(struct gc_span *span);
/* Gives committed memory back to the platform until about `keep_bytes` stay free. */
void gc_pages_trim(size_t keep_bytes);
/* Calls `visit` with each committed chunk. */
void gc_pages_for_each_chunk(void (*visit)(uint8_t *chunk));

/* ---- descriptors (span.c) ---- */

struct gc_span *gc_span_new(void);
void gc_span_delete(struct gc_span *span);
void gc_span_list_add(struct gc_span **list, struct gc_span *span);
void gc_span_list_remove(struct gc_span **list, struct gc_span *span);

/* The span that holds `address`, or NULL. Accepts any address. */
struct gc_span *gc_span_of(uintptr_t address);
/* The same for an address known to lie in an allocated span. */
static inline struct gc_span *gc_span_of_object(const struct rt_object *object)
{
    return gc_heap.page_map[((uintptr_t)object - (uintptr_t)gc_heap.base) >> GC_PAGE_SHIFT];
}
static inline uint32_t gc_cell_index(const struct gc_span *span, uintptr_t address)
{
    return (uint32_t)(((address - (uintptr_t)span->start) * span->reciprocal) >> 32);
}
static inline struct rt_object *gc_cell_object(const struct gc_span *span, uint32_t index)
{
    return (struct rt_object *)(span->start + index * span->cell_size + RT_OBJECT_HEADER_SIZE);
}
static inline bool gc_bit_test(const uint64_t *bits, uint32_t index)
{
    return (bits[index / 64u] >> (index % 64u) & 1u) != 0;
}

/* True when the cell holds an object, or did until the last full collection found it alive. */
static inline bool gc_cell_in_use(const struct gc_span *span, uint32_t index)
{
    return gc_bit_test(span->sweep_epoch == gc_heap.epoch ? span->allocated : span->marked, index);
}

/* ---- sweeping (sweep.c) ---- */

/* Sweeps one span of the class, or at most `spans` of any, and puts them where they belong: among
 * the available, full or empty ones. False when there was none. */
bool gc_sweep_one(unsigned list);
void gc_sweep_some(size_t spans);
/* Sweeps all that is unswept and gives all empty spans back to the page heap. */
void gc_sweep_finish(void);
/* The two ends of a full collection: makes all objects young; after marking, frees dead large
 * objects and leaves all spans unswept. */
void gc_sweep_begin_full(void);
void gc_sweep_end_full(void);
/* After marking in a young collection: frees the young objects that died. */
void gc_sweep_young(void);

/* Empty spans: one of `pages` pages, or NULL; all back to the page heap, true when there was any.
 */
struct gc_span *gc_empty_take(size_t pages);
bool gc_empty_release(void);

/* ---- cards (cards.c) ---- */

/* Address space of the card table in front of a heap of so many bytes. */
size_t gc_cards_reservation(size_t heap_bytes);
/* Backs the cards of a group with clean ones. */
bool gc_cards_commit(const uint8_t *group);
/* Marks what old objects in dirty cards refer to, and cleans the cards. */
void gc_cards_mark(void);
void gc_cards_clean(void);

/* ---- cells (cells.c) ---- */

/* Free cells [*first, *first + *bytes) of a size class or of a class of the reserve, zeroed, marked
 * as allocated. False when memory ran out. */
bool gc_cells_take(unsigned list, bool only_one, uint8_t **first, size_t *bytes);
/* Forgets the allocation buffers of all threads. World stopped. */
void gc_buffers_retire(void);
/* Calls `visit` with each span that holds small or large objects. World stopped. */
void gc_spans_for_each(void (*visit)(struct gc_span *span));

/* ---- the reserve (reserve.c) ---- */

static inline bool gc_list_is_reserve(unsigned list)
{
    return list >= GC_CLASS_COUNT;
}
size_t gc_reserve_cell_size(unsigned list);
/* The span that is kept back for a class of the reserve, or NULL. */
struct gc_span *gc_reserve_span(unsigned list);
/* Keeps spans back where there are none, as far as there is memory. World stopped, or at the start.
 */
void gc_reserve_refill(void);
/* A cell for `size` bytes, zeroed; NULL when this thread has no right to one, or none is left. */
uint8_t *gc_reserve_cell(struct rt_thread *self, size_t size, size_t *cell_size);
/* Lets the thread use the reserve until its exception is being dispatched. */
void gc_reserve_grant(struct rt_thread *self);

/* ---- marking (mark.c) ---- */

bool gc_mark_initialize(void);
void gc_mark_begin(void);
void gc_mark_object(struct rt_object *object); /* NULL and objects outside the heap are ignored */
void gc_mark_conservative(uintptr_t word);     /* anything */
void gc_mark_fields(struct rt_object *object); /* what the object refers to */
/* What the references at addresses in [low, high) refer to, and perhaps some next to them. */
void gc_mark_fields_between(struct rt_object *object, uintptr_t low, uintptr_t high);
void gc_mark_drain(void); /* marks all that is reachable from what was marked */
bool gc_is_marked(const struct rt_object *object); /* true for objects outside the heap */
/* What this collection has marked so far. */
uint64_t gc_mark_bytes(void);
uint64_t gc_mark_objects(void);
extern uint64_t gc_mark_overflow_count;
/* For tests: lets the mark stack hold at most `entries`. */
void gc_mark_limit_stack(size_t entries);

/* ---- verification (verify.c) ---- */

/* After marking: panics when a marked object refers to one that is not. */
void gc_verify_marks(void);

/* ---- roots (roots.c, handles.c, frozen.c, finalize.c) ---- */

void gc_mark_roots(void);
bool gc_handles_initialize(void);
/* Begins a collection; a young one passes over handles that cannot refer to a young object. */
void gc_handles_begin(bool young);
void gc_handles_mark_strong(void);
/* Marks secondaries whose primary is marked; true when that marked anything new. */
bool gc_handles_mark_dependent(void);
void gc_handles_clear_weak(bool tracking_resurrection);
void gc_handles_clear_dependent(void);
/* Ends a collection: all targets are old. */
void gc_handles_end(void);
uint64_t gc_handles_pinned_count(void);
void gc_frozen_mark(void);
void gc_finalize_mark_queue(void);
/* Moves unreachable finalizable objects to the queue and marks them. A young collection looks only
 * at those registered since the last one. */
void gc_finalize_select(bool young);
uint64_t gc_finalize_pending(void);
bool gc_finalize_initialize(void);
/* Records an object with a finalizer; managed mode. False when memory ran out. */
bool gc_finalize_register(struct rt_object *object);
/* Native mode, the world running: wakes the finalizer thread when there is work. */
void gc_finalize_kick(void);

/* ---- policy (policy.c, no_gc_region.c) ---- */

/* Decides what a collection for that reason collects. */
bool gc_policy_wants_full(enum rt_gc_reason reason);
/* After a collection that left `live` bytes alive (full) or made `live` bytes old (young). */
void gc_policy_collected(bool young, uint64_t live);
void gc_policy_initialize(void);

uint64_t gc_live_bytes(void);      /* in old objects, as far as collections have found out */
uint64_t gc_old_budget(void);      /* bytes that may still become old before a full collection */
unsigned gc_time_percentage(void); /* share of the program's time spent in collections */
bool gc_no_gc_region_active(void);
/* Counts an allocation against the region, ending it when it is used up. */
void gc_no_gc_region_charge(size_t bytes);
void gc_no_gc_region_collected(void);
/* Callbacks wait for the finalizer thread, which runs them in native mode. */
bool gc_no_gc_region_callback_due(void);
void gc_no_gc_region_run_callbacks(void);

/* True when less than `percent` of what may become old before a full collection is left. */
bool gc_policy_full_is_near(unsigned percent);

/* ---- notifications of full collections (notify.c) ---- */

bool gc_notify_initialize(void);
/* After a collection, the world running; native mode. */
void gc_notify_collected(bool young);
