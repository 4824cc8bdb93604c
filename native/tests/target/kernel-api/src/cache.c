/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Cache maintenance of frames and VSpaces: what it accepts. (Manual 7.2, 10.4.)
 */

#include "kapi.h"

#define ATTR seL4_ARM_Default_VMAttributes

typedef seL4_Error (*range_method_t)(seL4_CPtr, seL4_Word, seL4_Word);

static seL4_Error frame_clean(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_Page_Clean_Data(c, a, b);
}

static seL4_Error frame_invalidate(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_Page_Invalidate_Data(c, a, b);
}

static seL4_Error frame_clean_invalidate(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_Page_CleanInvalidate_Data(c, a, b);
}

static seL4_Error frame_unify(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_Page_Unify_Instruction(c, a, b);
}

static seL4_Error vspace_clean(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_VSpace_Clean_Data(c, a, b);
}

static seL4_Error vspace_invalidate(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_VSpace_Invalidate_Data(c, a, b);
}

static seL4_Error vspace_clean_invalidate(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_VSpace_CleanInvalidate_Data(c, a, b);
}

static seL4_Error vspace_unify(seL4_CPtr c, seL4_Word a, seL4_Word b)
{
    return seL4_ARM_VSpace_Unify_Instruction(c, a, b);
}

static const range_method_t frame_methods[] = {frame_clean, frame_invalidate,
                                               frame_clean_invalidate, frame_unify};
static const range_method_t vspace_methods[] = {vspace_clean, vspace_invalidate,
                                                vspace_clean_invalidate, vspace_unify};

KTEST(cache_of_a_frame)
{
    seL4_CPtr frame;
    volatile seL4_Word *page = kapi_page(&frame);
    for (size_t m = 0; m < 4; m++) {
        page[m] = 0xcace + m;
        OK(frame_clean(frame, 0, 64));
        OK(frame_methods[m](frame, 0, 4096));
        OK(frame_methods[m](frame, 100, 101));
        EQ(page[m], 0xcace + m);
    }
}

/* RAM that the boot information hands out as a device untyped, a device, and nothing at all. */
static const uintptr_t device_untypeds[] = {0x48000000, 0x09010000, 0x1000000000};

/* Frames of device untypeds are maintained as any others are, however they are mapped. */
KTEST(cache_of_a_device_frame)
{
    static const seL4_ARM_VMAttributes attributes[] = {ATTR, 0};
    seL4_CPtr frame = seL4_CapNull;
    for (size_t i = 0; i < 6; i++) {
        frame = i % 2 == 0 ? kapi_object_at(seL4_ARM_SmallPageObject, 0, device_untypeds[i / 2])
                           : kapi_copy(frame, seL4_AllRights);
        uintptr_t page = (uintptr_t)kapi_map(frame, 12, seL4_ReadWrite, attributes[i % 2]);
        for (size_t m = 0; m < 4; m++) {
            OK(frame_methods[m](frame, 0, 4096));
            OK(frame_methods[m](frame, 4092, 4096));
            ERR1(frame_methods[m](frame, 0, 4097), seL4_InvalidArgument, 0);
            OK(vspace_methods[m](seL4_CapInitThreadVSpace, page, page + 4096));
        }
    }
}

/* What was written to low RAM is there afterwards, for another mapping too. */
KTEST(cache_of_low_ram)
{
    seL4_CPtr frame = kapi_object_at(seL4_ARM_LargePageObject, 0, device_untypeds[0]);
    seL4_CPtr copy = kapi_copy(frame, seL4_AllRights);
    volatile seL4_Word *page = kapi_map(frame, 21, seL4_ReadWrite, ATTR);
    const volatile seL4_Word *other = kapi_map(copy, 21, seL4_ReadWrite, ATTR);
    for (size_t m = 0; m < 4; m++) {
        page[m] = 0xcace + m;
        OK(frame_clean(frame, 0, 64));
        OK(frame_methods[m](frame, 0, LIBSEL4_BIT(21)));
        EQ(page[m], 0xcace + m);
        EQ(other[m], 0xcace + m);
    }
}

/* The kernel's own mapping of physical memory, by which it maintains caches, ends at 511 GiB.
 * Methods of the VSpace do not tell. */
KTEST(cache_of_a_frame_beyond_the_kernels_reach)
{
    const uintptr_t end = 511ul << 30;
    seL4_CPtr last = kapi_object_at(seL4_ARM_SmallPageObject, 0, end - 4096);
    seL4_CPtr beyond = kapi_object_at(seL4_ARM_SmallPageObject, 0, end);
    kapi_map(last, 12, seL4_ReadWrite, 0);
    uintptr_t page = (uintptr_t)kapi_map(beyond, 12, seL4_ReadWrite, 0);
    for (size_t m = 0; m < 4; m++) {
        OK(frame_methods[m](last, 0, 4096));
        ERR(frame_methods[m](beyond, 0, 64), seL4_IllegalOperation);
        OK(vspace_methods[m](seL4_CapInitThreadVSpace, page, page + 64));
    }
}

KTEST(cache_of_a_frame_checks_the_range)
{
    seL4_CPtr frame;
    kapi_page(&frame);
    for (size_t m = 0; m < 4; m++) {
        ERR1(frame_methods[m](frame, 64, 64), seL4_InvalidArgument, 1);
        ERR1(frame_methods[m](frame, 64, 63), seL4_InvalidArgument, 1);
        ERR1(frame_methods[m](frame, 0, 4097), seL4_InvalidArgument, 0);
        ERR1(frame_methods[m](frame, 4096, 8192), seL4_InvalidArgument, 0);
        ERR1(frame_methods[m](frame, 0, ~0ul), seL4_InvalidArgument, 0);
    }
}

KTEST(cache_of_an_unmapped_frame)
{
    seL4_CPtr frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    for (size_t m = 0; m < 4; m++) {
        ERR(frame_methods[m](frame, 0, 64), seL4_IllegalOperation);
    }
}

KTEST(cache_of_a_vspace)
{
    seL4_CPtr frame;
    uintptr_t page = (uintptr_t)kapi_page(&frame);
    for (size_t m = 0; m < 4; m++) {
        OK(vspace_methods[m](seL4_CapInitThreadVSpace, page, page + 4096));
        OK(vspace_methods[m](seL4_CapInitThreadVSpace, page + 10, page + 20));
    }
}

KTEST(cache_of_a_vspace_checks_the_range)
{
    seL4_CPtr frame;
    uintptr_t page = (uintptr_t)kapi_page(&frame);
    for (size_t m = 0; m < 4; m++) {
        ERR1(vspace_methods[m](seL4_CapInitThreadVSpace, page, page), seL4_InvalidArgument, 1);
        ERR1(vspace_methods[m](seL4_CapInitThreadVSpace, page + 1, page), seL4_InvalidArgument, 1);
        ERR2(vspace_methods[m](seL4_CapInitThreadVSpace, page, page + 4097), seL4_RangeError, page,
             page + 4095);
        ERR(vspace_methods[m](seL4_CapInitThreadVSpace, seL4_UserTop - 63, seL4_UserTop + 1),
            seL4_IllegalOperation);
        ERR(vspace_methods[m](seL4_CapInitThreadVSpace, page, ~0ul), seL4_IllegalOperation);
    }
}

/* Where nothing is mapped there is nothing to do. */
KTEST(cache_of_a_vspace_without_a_mapping)
{
    uintptr_t hole = kapi_reserve(4096, 12);
    for (size_t m = 0; m < 4; m++) {
        OK(vspace_methods[m](seL4_CapInitThreadVSpace, hole, hole + 64));
    }
}

KTEST(cache_of_a_vspace_without_an_asid)
{
    seL4_CPtr vspace = kapi_object(seL4_ARM_VSpaceObject, 0);
    for (size_t m = 0; m < 4; m++) {
        ERR1(vspace_methods[m](vspace, 0, 64), seL4_InvalidCapability, 0);
        ERR(vspace_methods[m](vspace, 0, seL4_UserTop + 1),
            seL4_IllegalOperation); /* found first */
    }
}
