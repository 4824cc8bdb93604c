/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * From the loader to the first instruction of the root task: its objects, its capabilities, and
 * the boot information that describes them (manual, chapter 9).
 */
#include "boot.h"

#include <sel4/bootinfo_types.h>

#include "arch.h"
#include "debug.h"
#include "fpu.h"
#include "irq.h"
#include "kernel_map.h"
#include "layout.h"
#include "sched.h"
#include "thread.h"
#include "vcpu.h"
#include "vspace.h"

_Static_assert(offsetof(context_t, x[30]) == CTX_X30_SP && offsetof(context_t, pc) == CTX_PC_SPSR &&
                   offsetof(context_t, tpidr) == CTX_TPIDR,
               "layout.h does not fit context_t");

#define PAGE            BIT(seL4_PageBits)
#define ROOT_CNODE_BITS (CONFIG_ROOT_CNODE_SIZE_BITS + seL4_SlotBits)

extern char kernel_end[];
extern char exception_vectors[];

/* The root task as it is built up. */
static struct {
    slot_t *cnode;
    word_t *vspace;
    seL4_BootInfo *info;
    word_t next_slot;
    word_t alloc_end; /* objects are taken from below this physical address, downwards */
} root;

static slot_t *new_slot(cap_t cap)
{
    slot_t *slot = &root.cnode[root.next_slot++];
    cdt_insert_root(slot, cap);
    return slot;
}

static void *allocate(unsigned size_bits)
{
    root.alloc_end = ALIGN_DOWN(root.alloc_end - BIT(size_bits), size_bits);
    void *object = pa_to_va(root.alloc_end);
    memset(object, 0, BIT(size_bits));
    return object;
}

static cap_t mapped_frame(paddr_t pa, word_t vaddr)
{
    cap_t cap = cap_frame(pa, FRAME_SMALL, RIGHT_READ | RIGHT_WRITE, false);
    return frame_set_vaddr(cap_set_mapping(cap, ROOT_ASID), vaddr);
}

static void map_page(paddr_t pa, word_t vaddr)
{
    unsigned bits_left;
    word_t *entry = vspace_lookup_entry(root.vspace, vaddr, &bits_left);
    *entry = pte_frame(pa, FRAME_SMALL, RIGHT_READ | RIGHT_WRITE, seL4_ARM_Default_VMAttributes);
}

/* Page tables for [start, end), largest first. */
static void create_tables(word_t start, word_t end)
{
    root.info->userImagePaging.start = root.next_slot;
    for (unsigned shift = 39; shift > seL4_PageBits; shift -= seL4_PageTableIndexBits) {
        for (word_t vaddr = ALIGN_DOWN(start, shift); vaddr < end; vaddr += BIT(shift)) {
            unsigned bits_left;
            word_t *table = allocate(seL4_PageTableBits);
            *vspace_lookup_entry(root.vspace, vaddr, &bits_left) = pte_table(va_to_pa(table));
            cap_t cap = cap_set_mapping(cap_of_object(CAP_PAGE_TABLE, table), ROOT_ASID);
            cap.w1 = vaddr;
            new_slot(cap);
        }
    }
    root.info->userImagePaging.end = root.next_slot;
}

/* The device tree in a chunk of extra boot information behind the boot information page. */
static void create_extra_info(const boot_args_t *args, word_t vaddr)
{
    seL4_BootInfo *info = root.info;
    info->extraBIPages.start = root.next_slot;
    for (word_t offset = 0; offset < args->extra_size; offset += PAGE) {
        paddr_t pa = args->extra_pa + offset;
        map_page(pa, vaddr + offset);
        new_slot(mapped_frame(pa, vaddr + offset));
    }
    info->extraBIPages.end = root.next_slot;
    if (args->extra_size != 0) {
        seL4_BootInfoHeader *header = pa_to_va(args->extra_pa);
        header->id = SEL4_BOOTINFO_HEADER_FDT;
        header->len = sizeof(*header) + args->dtb_size;
        memcpy(header + 1, args->dtb, args->dtb_size);
        info->extraLen = header->len;
    }
}

static void create_image_frames(const boot_args_t *args)
{
    root.info->userImageFrames.start = root.next_slot;
    for (paddr_t pa = args->image_start; pa < args->image_end; pa += PAGE) {
        map_page(pa, pa - args->pv_offset);
        new_slot(mapped_frame(pa, pa - args->pv_offset));
    }
    root.info->userImageFrames.end = root.next_slot;
}

/* Hand out [start, end) as naturally aligned powers of two. */
static void create_untyped(paddr_t start, paddr_t end, bool device)
{
    seL4_BootInfo *info = root.info;
    while (start < end) {
        unsigned bits = start == 0 ? seL4_MaxUntypedBits : (unsigned)__builtin_ctzl(start);
        while (bits > seL4_MaxUntypedBits || BIT(bits) > end - start) {
            bits--;
        }
        word_t index = root.next_slot - info->untyped.start;
        if (index == CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS) {
            debug_puts("more untyped memory than the boot information can list\n");
            return;
        }
        /* RAM may hold anything: its watermark says that all of it needs zeroing. */
        new_slot(cap_untyped(start, bits, device, device ? 0 : BIT(bits)));
        info->untypedList[index].paddr = start;
        info->untypedList[index].sizeBits = (uint8_t)bits;
        info->untypedList[index].isDevice = device;
        start += BIT(bits);
    }
}

static void create_all_untyped(const boot_args_t *args, paddr_t objects_start, paddr_t objects_end)
{
    root.info->untyped.start = root.next_slot;
    create_untyped(0, GICD_PBASE, true);
    create_untyped(GICD_PBASE + PAGE, GICC_PBASE, true);
    create_untyped(GICC_PBASE + PAGE, GICH_PBASE, true);
    create_untyped(GICH_PBASE + PAGE, KERNEL_PBASE, true);
    create_untyped(KERNEL_PTOP, PHYS_TOP, true);
    paddr_t kernel_top = va_to_pa(kernel_end);
    if (objects_start >= args->image_end) {
        create_untyped(kernel_top, args->image_start, false);
        create_untyped(args->image_end, objects_start, false);
        create_untyped(objects_end, KERNEL_PTOP, false);
    } else {
        create_untyped(kernel_top, objects_start, false);
        create_untyped(objects_end, args->image_start, false);
        create_untyped(args->image_end, KERNEL_PTOP, false);
    }
    root.info->untyped.end = root.next_slot;
}

static void create_initial_caps(asid_pool_t *pool, tcb_t *tcb)
{
    slot_t *slots = root.cnode;
    cdt_insert_root(&slots[seL4_CapInitThreadTCB], cap_of_object(CAP_TCB, tcb));
    cdt_insert_root(&slots[seL4_CapInitThreadCNode],
                    cap_cnode(root.cnode, CONFIG_ROOT_CNODE_SIZE_BITS,
                              seL4_WordBits - CONFIG_ROOT_CNODE_SIZE_BITS, 0));
    cdt_insert_root(&slots[seL4_CapInitThreadVSpace],
                    cap_set_mapping(cap_of_object(CAP_VSPACE, root.vspace), ROOT_ASID));
    cdt_insert_root(&slots[seL4_CapIRQControl], cap_simple(CAP_IRQ_CONTROL));
    cdt_insert_root(&slots[seL4_CapASIDControl], cap_simple(CAP_ASID_CONTROL));
    cdt_insert_root(&slots[seL4_CapInitThreadASIDPool], cap_of_object(CAP_ASID_POOL, pool));
    cdt_insert_root(&slots[seL4_CapDomain], cap_simple(CAP_DOMAIN));
    root.next_slot = seL4_NumInitialCaps;
}

static void start_root_thread(tcb_t *tcb, word_t entry, word_t info_vaddr, word_t buffer_vaddr)
{
    slot_t *slots = root.cnode;
    slot_t *sources[] = {
        [TCB_CSPACE] = &slots[seL4_CapInitThreadCNode],
        [TCB_VSPACE] = &slots[seL4_CapInitThreadVSpace],
        [TCB_BUFFER] = &slots[seL4_CapInitThreadIPCBuffer],
    };
    thread_init(tcb);
    for (unsigned i = 0; i < TCB_SLOTS; i++) {
        if (i != TCB_CALLER) {
            cap_t cap = sources[i]->cap;
            cap = i == TCB_BUFFER ? frame_set_vaddr(cap_clear_mapping(cap), 0) : cap;
            cdt_insert_derived(sources[i], &tcb->slots[i], cap, false);
        }
    }
    tcb->buffer = buffer_vaddr;
    tcb->priority = seL4_MaxPrio;
    tcb->mcp = seL4_MaxPrio;
    tcb->ctx.pc = tcb->ctx.restart_pc = entry;
    tcb->ctx.x[0] = info_vaddr;
    tcb->state = THREAD_RUNNING;
#ifdef CONFIG_DEBUG_BUILD
    memcpy(tcb->name, "rootserver", sizeof("rootserver"));
#endif
    sched_wake(tcb);
}

/* The larger of the gaps beside the image, from the top of which the root objects are taken. */
static void choose_object_memory(const boot_args_t *args, paddr_t dtb_start, paddr_t dtb_end)
{
    paddr_t below = va_to_pa(kernel_end);
    if (dtb_start < args->image_start && dtb_end > below) {
        below = ALIGN_UP(dtb_end, seL4_PageBits);
    }
    paddr_t above = args->image_end;
    if (dtb_start >= args->image_end && dtb_start < KERNEL_PTOP) {
        above = ALIGN_UP(dtb_end, seL4_PageBits);
    }
    bool use_above = above < KERNEL_PTOP &&
                     (below > args->image_start || KERNEL_PTOP - above > args->image_start - below);
    root.alloc_end = use_above ? KERNEL_PTOP : args->image_start;
    word_t room = use_above ? KERNEL_PTOP - above : args->image_start - below;
    if (room < 2 * BIT(ROOT_CNODE_BITS) + args->dtb_size + (args->image_end - args->image_start)) {
        kernel_panic("no room for the root task's objects, bytes", room);
    }
}

static void check_args(const boot_args_t *args)
{
    paddr_t kernel_top = va_to_pa(kernel_end);
    word_t vstart = args->image_start - args->pv_offset;
    word_t size = args->image_end - args->image_start;
    if (args->image_start >= args->image_end || args->image_start < kernel_top ||
        args->image_end > KERNEL_PTOP ||
        !IS_ALIGNED(args->image_start | args->image_end | vstart, seL4_PageBits)) {
        kernel_panic("root task image not page-aligned in RAM behind the kernel",
                     args->image_start);
    }
    if (vstart >= USER_TOP || size > USER_TOP / 2 - vstart) {
        kernel_panic("root task image outside the user address range", vstart);
    }
    if (((READ_SYSREG(id_aa64mmfr0_el1)) & 0xf) < 4) {
        kernel_panic("the CPU has less than 44 bits of physical address, PARange",
                     READ_SYSREG(id_aa64mmfr0_el1) & 0xf);
    }
}

static void init_hardware(void)
{
    WRITE_SYSREG(vbar_el2, (word_t)exception_vectors);
    irq_init();
    vspace_init();
    fpu_init();
    vcpu_init_hardware();
    timer_init();
}

void boot(paddr_t image_start, paddr_t image_end, word_t pv_offset, word_t entry, paddr_t dtb_pa,
          word_t dtb_size)
{
    kernel_map_init();
    boot_args_t args = {image_start, image_end, pv_offset, NULL, 0, 0, 0};
    check_args(&args);
    if (dtb_pa != 0 && dtb_size != 0) {
        args.dtb = kernel_map_boot_memory(dtb_pa, dtb_size);
        args.dtb_size = args.dtb == NULL ? 0 : dtb_size;
    }
    init_hardware();
    choose_object_memory(&args, dtb_pa, dtb_pa + args.dtb_size);
    paddr_t objects_end = root.alloc_end;

    root.cnode = allocate(ROOT_CNODE_BITS);
    root.vspace = allocate(seL4_VSpaceBits);
    root.info = allocate(seL4_BootInfoFrameBits);
    void *buffer = allocate(seL4_PageBits);
    tcb_t *tcb = allocate(seL4_TCBBits);
    asid_pool_t *pool = allocate(seL4_ASIDPoolBits);
    if (args.dtb_size != 0) {
        args.extra_size = ALIGN_UP(args.dtb_size + sizeof(seL4_BootInfoHeader), seL4_PageBits);
        root.alloc_end -= args.extra_size;
        args.extra_pa = root.alloc_end;
        memset(pa_to_va(args.extra_pa), 0, args.extra_size);
    }

    word_t vstart = image_start - pv_offset, vend = image_end - pv_offset;
    word_t buffer_vaddr = vend, info_vaddr = vend + PAGE, extra_vaddr = info_vaddr + PAGE;
    asid_boot(pool, root.vspace);
    create_initial_caps(pool, tcb);
    create_tables(vstart, extra_vaddr + args.extra_size);
    map_page(va_to_pa(buffer), buffer_vaddr);
    cdt_insert_root(&root.cnode[seL4_CapInitThreadIPCBuffer],
                    mapped_frame(va_to_pa(buffer), buffer_vaddr));
    map_page(va_to_pa(root.info), info_vaddr);
    cdt_insert_root(&root.cnode[seL4_CapBootInfoFrame],
                    mapped_frame(va_to_pa(root.info), info_vaddr));
    create_extra_info(&args, extra_vaddr);
    create_image_frames(&args);
    create_all_untyped(&args, ALIGN_DOWN(root.alloc_end, seL4_PageBits), objects_end);
    kernel_map_drop_boot_memory();

    root.info->numNodes = 1;
    root.info->ipcBuffer = (seL4_IPCBuffer *)buffer_vaddr;
    root.info->initThreadCNodeSizeBits = CONFIG_ROOT_CNODE_SIZE_BITS;
    root.info->empty.start = root.next_slot;
    root.info->empty.end = BIT(CONFIG_ROOT_CNODE_SIZE_BITS);

    debug_puts("bundled kernel (not seL4): starting the root task\n");
    sched_init();
    start_root_thread(tcb, entry, info_vaddr, buffer_vaddr);
    sched_switch();
}
