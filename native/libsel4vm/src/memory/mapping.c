/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "mapping.h"

#include <stdlib.h>

#include <rootserver/bootinfo.h>
#include <rootserver/slots.h>

#include "mapping_sources.h"
#include "physical.h"
#include "ram_index.h"
#include "vm/vm.h"

uint8_t vmi_page_rights(seL4_CapRights_t rights)
{
    return (uint8_t)((seL4_CapRights_get_capAllowRead(rights) ? PAGE_READ : 0) |
                     (seL4_CapRights_get_capAllowWrite(rights) ? PAGE_READ | PAGE_WRITE : 0));
}

uint8_t vmi_page_protect(vm_tracking_t tracking, uint8_t flags)
{
    uint8_t noticed = 0;
    switch (tracking) {
    case VM_TRACK_NONE:
        break;
    case VM_TRACK_DIRTY:
        noticed = PAGE_DIRTY;
        break;
    case VM_TRACK_ACCESSED:
        noticed = PAGE_ACCESSED | PAGE_DIRTY;
        break;
    }
    return (uint8_t)((flags & noticed) == noticed ? flags & ~PAGE_PROTECTED
                                                  : flags | PAGE_PROTECTED);
}

uint8_t vmi_mapping_rights_now(const vm_mapping_t *mapping, const vm_page_t *page)
{
    uint8_t rights = page->flags & (PAGE_READ | PAGE_WRITE);
    if ((page->flags & PAGE_PROTECTED) == 0) {
        return rights;
    }
    if (mapping->tracking == VM_TRACK_ACCESSED && (page->flags & PAGE_ACCESSED) == 0) {
        return 0;
    }
    return rights & PAGE_READ;
}

static seL4_CapRights_t kernel_rights(uint8_t rights)
{
    return seL4_CapRights_new(0, 0, (rights & PAGE_READ) != 0, (rights & PAGE_WRITE) != 0);
}

static seL4_ARM_VMAttributes attributes(const vm_page_t *page)
{
    return page->device ? (seL4_ARM_VMAttributes)0 : seL4_ARM_Default_VMAttributes;
}

seL4_Error vmi_mapping_apply(vm_t *vm, const vm_mapping_t *mapping, const vm_page_t *page)
{
    uint8_t rights = vmi_mapping_rights_now(mapping, page);
    if (rights == 0) {
        return seL4_ARM_Page_Unmap(page->cptr);
    }
    /* The tables are there and stay: mapping anew where the page was needs no memory. */
    return seL4_ARM_Page_Map(page->cptr, vm->mem.vm_vspace.root, page->addr, kernel_rights(rights),
                             attributes(page));
}

static void unmap_vmm(vm_t *vm, const vm_memory_reservation_t *reservation, vm_page_t *page)
{
    if (page->vmm_cptr == seL4_CapNull) {
        return;
    }
    uintptr_t vaddr = reservation->mapping->vmm_base + (page->addr - extent_start(reservation));
    rs_vspace_unmap(rs_vspace_self(), page->vmm_cptr, vaddr, page->bits);
    seL4_CNode_Delete(seL4_CapInitThreadCNode, page->vmm_cptr, seL4_WordBits);
    rs_slot_free(page->vmm_cptr);
    page->vmm_cptr = seL4_CapNull;
    vm_counters(vm)->vmm_unmaps++;
}

static void free_frame(vm_page_t *page)
{
    if ((page->flags & PAGE_LIBRARY) != 0) {
        rs_object_t object = {page->cptr, 0, page->bits, page->paddr, page->block};
        rs_object_free(&object);
    }
}

/* Take a page out of the guest and of the VMM, and free its frame when it is the library's. */
static void remove_page(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_t *page)
{
    vm_mapping_t *mapping = reservation->mapping;
    if ((page->flags & PAGE_PRESENT) == 0) {
        return;
    }
    unmap_vmm(vm, reservation, page);
    rs_vspace_unmap(vm->mem.reservation_cookie->guest, page->cptr, page->addr, page->bits);
    free_frame(page);
    page->flags = 0;
    mapping->mapped_pages--;
    mapping->mapped_bytes -= 1ul << page->bits;
}

void vmi_mapping_remove(vm_t *vm, vm_memory_reservation_t *reservation)
{
    vm_mapping_t *mapping = reservation->mapping;
    if (mapping == NULL) {
        return;
    }
    vmi_ram_index_remove(vm->mem.reservation_cookie, reservation);
    for (size_t i = mapping->count; i > 0; i--) {
        remove_page(vm, reservation, &mapping->pages[i - 1]);
    }
    if (mapping->vmm_range != 0) {
        rs_vspace_release(mapping->vmm_range, mapping->vmm_range_size);
    }
    free(mapping->pages);
    free(mapping);
    reservation->mapping = NULL;
}

int vmi_mapping_check(vm_t *vm, vm_memory_reservation_t *reservation, const char *operation)
{
    if (!vmi_reservation_check(vm, reservation, operation)) {
        return -1;
    }
    if (reservation->mapping != NULL) {
        return vmi_fail(vm, VM_ERROR_ALREADY_MAPPED, operation, extent_start(reservation),
                        reservation->size, 0);
    }
    if (vm->mem.reservation_cookie->guest == NULL) {
        return vmi_fail(vm, VM_ERROR_BAD_STATE, operation, extent_start(reservation),
                        reservation->size, 0);
    }
    return 0;
}

/* What kind of memory a frame is that the caller gave: the kernel knows where it is. */
static seL4_Error ask_kind(vm_page_t *page)
{
    if ((page->flags & PAGE_LIBRARY) != 0) {
        return seL4_NoError;
    }
    /* Calling what is no slot of the root CNode would be a fault of this thread. */
    if (page->cptr >> rs_bootinfo()->initThreadCNodeSizeBits != 0) {
        return seL4_InvalidCapability;
    }
    seL4_ARM_Page_GetAddress_t answer = seL4_ARM_Page_GetAddress(page->cptr);
    if (answer.error == seL4_NoError) {
        page->paddr = answer.paddr;
        page->device = vmi_physical_is_device(answer.paddr, 1ul << page->bits);
    }
    return (seL4_Error)answer.error;
}

/* Check what a source gave for PAGE and map it into the guest, which TOUCHED it (see
 * vmi_mapping_fetch). */
static int install(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_t *page,
                   uintptr_t wanted, seL4_CapRights_t rights, uint8_t touched,
                   const char *operation)
{
    vm_mapping_t *mapping = reservation->mapping;
    size_t space = extent_start(reservation) + reservation->size - wanted;
    size_t bytes = page->bits < VM_IPA_BITS ? 1ul << page->bits : 0;
    if (page->cptr == seL4_CapNull) {
        return vmi_fail(vm, VM_ERROR_NULL_CAPABILITY, operation, wanted, bytes, 0);
    }
    if ((page->bits != seL4_PageBits && page->bits != seL4_LargePageBits &&
         page->bits != seL4_HugePageBits) ||
        bytes > space) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, operation, wanted, bytes, space);
    }
    if (page->addr != wanted) {
        return vmi_fail(vm, VM_ERROR_FRAME_ADDRESS, operation, page->addr, bytes, wanted);
    }
    if ((wanted & (bytes - 1)) != 0) {
        return vmi_fail(vm, VM_ERROR_UNALIGNED, operation, wanted, bytes, bytes);
    }
    page->flags |= vmi_page_rights(rights);
    if (mapping->tracking != VM_TRACK_NONE) {
        /* A write that the rights forbid has not happened. */
        page->flags |= (page->flags & PAGE_WRITE) != 0 ? touched : touched & PAGE_ACCESSED;
    }
    page->flags = vmi_page_protect(mapping->tracking, page->flags);
    uint8_t rights_now = vmi_mapping_rights_now(mapping, page);
    seL4_Error error = ask_kind(page);
    if (error == seL4_NoError) {
        error = rs_vspace_map(vm->mem.reservation_cookie->guest, page->cptr, wanted, page->bits,
                              kernel_rights(rights_now), attributes(page));
    }
    if (error != seL4_NoError) {
        return vmi_fail_kernel(vm, error, operation, wanted, bytes);
    }
    if (rights_now == 0) {
        /* Its tables are there now; taking away what has just been mapped does not fail. */
        vmi_mapping_apply(vm, mapping, page);
    }
    page->flags |= PAGE_PRESENT;
    mapping->has_device |= page->device;
    mapping->mapped_pages++;
    mapping->mapped_bytes += bytes;
    return 0;
}

/* Room for one more page at the end. */
static vm_page_t *next_page(vm_mapping_t *mapping)
{
    if (mapping->count == mapping->capacity) {
        size_t capacity = mapping->capacity == 0 ? 8 : mapping->capacity * 2;
        vm_page_t *pages = realloc(mapping->pages, capacity * sizeof(*pages));
        if (pages == NULL) {
            return NULL;
        }
        mapping->pages = pages;
        mapping->capacity = capacity;
    }
    return &mapping->pages[mapping->count];
}

static int fill(vm_t *vm, vm_memory_reservation_t *reservation, frame_source_fn source,
                void *cookie, const char *operation)
{
    vm_mapping_t *mapping = reservation->mapping;
    uintptr_t addr = extent_start(reservation);
    uintptr_t end = addr + reservation->size;
    while (addr < end) {
        vm_page_t *page = next_page(mapping);
        if (page == NULL) {
            return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, operation, addr, end - addr, 0);
        }
        seL4_CapRights_t rights;
        *page = (vm_page_t){.addr = addr};
        if (source(vm, page, end - addr, &rights, cookie) != 0) {
            return -1;
        }
        if (install(vm, reservation, page, addr, rights, 0, operation) != 0) {
            free_frame(page);
            return -1;
        }
        if (mapping->count == 0) {
            mapping->uniform_bits = page->bits;
        } else if (mapping->uniform_bits != page->bits) {
            mapping->uniform_bits = 0;
        }
        mapping->library_owned = (page->flags & PAGE_LIBRARY) != 0;
        mapping->count++;
        addr += 1ul << page->bits;
    }
    return 0;
}

int vmi_mapping_create(vm_t *vm, vm_memory_reservation_t *reservation, frame_source_fn source,
                       void *cookie, const char *operation)
{
    vm_memory_t *memory = vm->mem.reservation_cookie;
    vm_mapping_t *mapping = calloc(1, sizeof(*mapping));
    if (mapping == NULL) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, operation, extent_start(reservation),
                        reservation->size, 0);
    }
    reservation->mapping = mapping;
    /* The source may be a callback of the user, who must not pull the reservation away under us. */
    reservation->busy++;
    memory->busy++;
    int result = fill(vm, reservation, source, cookie, operation);
    memory->busy--;
    reservation->busy--;
    if (result != 0) {
        vm_error_t reason = *vm_last_error(vm);
        vmi_mapping_remove(vm, reservation);
        vmi_restore_error(vm, &reason);
        return -1;
    }
    vmi_ram_index_add(memory, reservation);
    return 0;
}

vm_page_t *vmi_mapping_page(const vm_memory_reservation_t *reservation, uintptr_t addr)
{
    vm_mapping_t *mapping = reservation->mapping;
    if (mapping == NULL) {
        return NULL;
    }
    if (mapping->uniform_bits != 0) {
        size_t index = (addr - extent_start(reservation)) >> mapping->uniform_bits;
        return index < mapping->count ? &mapping->pages[index] : NULL;
    }
    size_t low = 0;
    size_t high = mapping->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (mapping->pages[middle].addr <= addr) {
            low = middle;
        } else {
            high = middle;
        }
    }
    vm_page_t *page = mapping->count == 0 ? NULL : &mapping->pages[low];
    return page != NULL && addr - page->addr < 1ul << page->bits ? page : NULL;
}

/* The frame of a deferred page, from its iterator or from the library's RAM. */
static int fetch_frame(vm_t *vm, vm_mapping_t *mapping, vm_page_t *page, uintptr_t wanted,
                       seL4_CapRights_t *rights, const char *operation)
{
    if (mapping->iterator == NULL) {
        /* Smaller pages, for want of one of this size, have no place in the mapping. */
        ram_source_t ram = {mapping->uniform_bits, mapping->uniform_bits, seL4_AllRights};
        return vmi_ram_source(vm, page, 1ul << mapping->uniform_bits, rights, &ram);
    }
    vm_frame_t frame = mapping->iterator(wanted, mapping->iterator_cookie);
    if (frame.cptr != seL4_CapNull && frame.size_bits != mapping->uniform_bits) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, operation, wanted, frame.size_bits,
                        1ul << mapping->uniform_bits);
    }
    page->cptr = frame.cptr;
    page->addr = frame.vaddr;
    *rights = frame.rights;
    return 0;
}

int vmi_mapping_fetch(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_t *page,
                      uint8_t touched, const char *operation)
{
    vm_mapping_t *mapping = reservation->mapping;
    vm_memory_t *memory = vm->mem.reservation_cookie;
    uintptr_t wanted = page->addr;
    seL4_CapRights_t rights;
    if ((page->flags & PAGE_FETCHING) != 0) {
        return vmi_fail(vm, VM_ERROR_BUSY, operation, wanted, 1ul << page->bits, 0);
    }
    page->flags |= PAGE_FETCHING;
    reservation->busy++;
    memory->busy++;
    int result = fetch_frame(vm, mapping, page, wanted, &rights, operation);
    memory->busy--;
    reservation->busy--;
    page->flags &= (uint8_t)~PAGE_FETCHING;
    if (result == 0) {
        page->bits = mapping->uniform_bits;
        result = install(vm, reservation, page, wanted, rights, touched, operation);
        if (result != 0) {
            free_frame(page);
        }
    }
    if (result != 0) {
        *page = (vm_page_t){.addr = wanted, .bits = mapping->uniform_bits};
    }
    return result;
}

/* Set address space of the VMM aside, so that pages of every size fall on their alignment. */
static bool set_aside(vm_memory_reservation_t *reservation)
{
    vm_mapping_t *mapping = reservation->mapping;
    if (mapping->vmm_range != 0) {
        return true;
    }
    uint8_t bits = seL4_PageBits;
    for (size_t i = 0; i < mapping->count && mapping->uniform_bits == 0; i++) {
        bits = mapping->pages[i].bits > bits ? mapping->pages[i].bits : bits;
    }
    bits = mapping->uniform_bits != 0 ? mapping->uniform_bits : bits;
    uintptr_t skew = extent_start(reservation) & ((1ul << bits) - 1);
    size_t size = skew + reservation->size;
    uintptr_t range = rs_vspace_reserve(size, bits);
    if (range == 0) {
        return false;
    }
    mapping->vmm_range = range;
    mapping->vmm_range_size = size;
    mapping->vmm_base = range + skew;
    return true;
}

static int map_vmm(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_t *page,
                   const char *operation)
{
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_SLOTS, operation, page->addr, 1ul << page->bits, 0);
    }
    uintptr_t vaddr = reservation->mapping->vmm_base + (page->addr - extent_start(reservation));
    seL4_Error error =
        seL4_CNode_Copy(seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode,
                        page->cptr, seL4_WordBits, seL4_AllRights);
    if (error == seL4_NoError) {
        error = rs_vspace_map(rs_vspace_self(), slot, vaddr, page->bits, seL4_ReadWrite,
                              attributes(page));
        if (error != seL4_NoError) {
            seL4_CNode_Delete(seL4_CapInitThreadCNode, slot, seL4_WordBits);
        }
    }
    if (error != seL4_NoError) {
        rs_slot_free(slot);
        return vmi_fail_kernel(vm, error, operation, page->addr, 1ul << page->bits);
    }
    page->vmm_cptr = slot;
    return 0;
}

void *vmi_mapping_vmm_pointer(vm_t *vm, vm_memory_reservation_t *reservation, uintptr_t addr,
                              size_t size, const char *operation)
{
    vm_mapping_t *mapping = reservation->mapping;
    if (mapping == NULL) {
        vmi_fail(vm, VM_ERROR_NOT_MAPPED, operation, addr, size, 0);
        return NULL;
    }
    uintptr_t end = addr + size;
    for (uintptr_t at = addr; at < end;) {
        vm_page_t *page = vmi_mapping_page(reservation, at);
        if (page == NULL) {
            vmi_fail(vm, VM_ERROR_NOT_MAPPED, operation, at, size, 0);
            return NULL;
        }
        if ((page->flags & PAGE_PRESENT) == 0 &&
            vmi_mapping_fetch(vm, reservation, page, 0, operation) != 0) {
            return NULL;
        }
        if (page->vmm_cptr == seL4_CapNull) {
            if (!set_aside(reservation)) {
                vmi_fail(vm, VM_ERROR_NO_SPACE, operation, addr, reservation->size, 0);
                return NULL;
            }
            if (map_vmm(vm, reservation, page, operation) != 0) {
                return NULL;
            }
        }
        at = page->addr + (1ul << page->bits);
    }
    return (void *)(mapping->vmm_base + (addr - extent_start(reservation)));
}
