/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Puts kernel, device tree and root task where they belong and enters the kernel at EL2.
 *
 * Memory, from low to high: the kernel where it was linked, the device tree behind it, the root
 * task behind that. The image itself may lie anywhere else in RAM.
 */

#include <loader/console.h>
#include <loader/elf.h>
#include <loader/mmu.h>
#include <loader/region.h>
#include <rootserver/fdt.h>
#include <string.h>

#define PAGE_SIZE    4096u
#define DTB_MAX_SIZE (256u * 1024u)
#define EL2          2u

/* Hidden: reached relative to the pc, as the image may lie anywhere. */
#pragma GCC visibility push(hidden)
extern const uint8_t payload_kernel[], payload_kernel_end[];
extern const uint8_t payload_roottask[], payload_roottask_end[];
extern const uint8_t payload_dtb[], payload_dtb_end[];
extern const uint8_t _start[], __image_end[], exception_vectors[];
#pragma GCC visibility pop

/* What the kernel expects in x0 to x5. */
typedef struct kernel_arguments {
    uint64_t user_start, user_end; /* physical range of the root task */
    int64_t user_offset;           /* physical minus virtual */
    uint64_t user_entry;           /* virtual */
    uint64_t dtb, dtb_size;        /* physical */
} kernel_arguments_t;

_Noreturn void enter_kernel(const kernel_arguments_t *arguments, uint64_t entry);
_Noreturn void exception_report(uint64_t kind, uint64_t esr, uint64_t elr, uint64_t far);
_Noreturn void loader_main(const void *firmware_dtb);

/* The firmware's tree is copied here before anything is loaded over it. */
static uint8_t dtb_copy[DTB_MAX_SIZE] __attribute__((aligned(PAGE_SIZE)));

static uint64_t page_up(uint64_t address)
{
    return (address + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
}

_Noreturn void exception_report(uint64_t kind, uint64_t esr, uint64_t elr, uint64_t far)
{
    loader_fail("exception at EL2: vector %u, ESR %x, ELR %x, FAR %x", kind, esr, elr, far);
}

static void require_el2(void)
{
    uint64_t level;
    __asm__ volatile("mrs %0, CurrentEL" : "=r"(level));
    level = (level >> 2) & 3;
    if (level != EL2) {
        loader_fail("started at EL%u, but the kernel needs EL2 (QEMU: -machine virt,"
                    "virtualization=on)",
                    level);
    }
    __asm__ volatile("msr vbar_el2, %0\n isb" ::"r"(exception_vectors));
}

/* Calls visit for each range of RAM that a tree names; stops when visit returns false. */
static bool each_memory(const rs_fdt_t *fdt, bool (*visit)(const region_t *, void *), void *context)
{
    rs_fdt_node_t root = rs_fdt_root(fdt);
    for (rs_fdt_node_t node = rs_fdt_first_child(fdt, root); node != RS_FDT_NONE;
         node = rs_fdt_next_sibling(fdt, node)) {
        uint64_t start, size;
        if (!rs_fdt_has_string(fdt, node, "device_type", "memory")) {
            continue;
        }
        for (unsigned i = 0; rs_fdt_reg(fdt, node, i, &start, &size); i++) {
            region_t ram = {"RAM", start, size > UINT64_MAX - start ? UINT64_MAX : start + size};
            if (!visit(&ram, context)) {
                return false;
            }
        }
    }
    return true;
}

static bool excludes(const region_t *ram, void *region)
{
    return !region_contains(ram, region);
}

static bool is_ram(const rs_fdt_t *fdt, const region_t *region)
{
    region_t wanted = *region;
    return !each_memory(fdt, excludes, &wanted);
}

static bool is_in_machine(const region_t *ram, void *machine)
{
    if (!is_ram(machine, ram)) {
        loader_fail("the kernel was built for RAM at [%x, %x), which this machine lacks "
                    "(QEMU: -m)",
                    ram->start, ram->end);
    }
    return true;
}

static bool map_ram(const region_t *ram, void *unused)
{
    (void)unused;
    mmu_map(ram->start, ram->end, 0, MMU_NORMAL);
    return true;
}

/* A candidate for the firmware's tree is only read when it lies in RAM the kernel knows of. */
static bool open_firmware_dtb(rs_fdt_t *firmware, const rs_fdt_t *built_in, uint64_t address)
{
    region_t header = {"header", address, address + RS_FDT_HEADER_SIZE};
    if (address == 0 || (address & 7) != 0 || address > UINT64_MAX - RS_FDT_HEADER_SIZE ||
        !is_ram(built_in, &header)) {
        return false;
    }
    uint32_t size = rs_fdt_claimed_size((const void *)address);
    region_t whole = {"tree", address, address + size};
    return size != 0 && is_ram(built_in, &whole) &&
           rs_fdt_open(firmware, (const void *)address, size);
}

static bool first_ram(const region_t *ram, void *address)
{
    *(uint64_t *)address = ram->start;
    return false;
}

/* Copies the used part of a tree; QEMU's claims 1 MiB and uses 8 KiB. */
static void keep_dtb(rs_fdt_t *fdt)
{
    uint32_t used = fdt->used;
    if (used > DTB_MAX_SIZE) {
        loader_fail("device tree of %u bytes, at most %u are supported", (uint64_t)used,
                    (uint64_t)DTB_MAX_SIZE);
    }
    memcpy(dtb_copy, fdt->blob, used);
    for (unsigned i = 0; i < 4; i++) {
        dtb_copy[4 + i] = (uint8_t)(used >> (24 - 8 * i)); /* header.totalsize, big endian */
    }
    if (!rs_fdt_open(fdt, dtb_copy, used)) {
        loader_fail("the device tree changed while it was copied");
    }
}

/*
 * The kernel's memory map is fixed by the tree it was built with, so that one decides where RAM is.
 * The tree handed to the root task is the firmware's when there is one (it knows the machine's real
 * devices), the kernel's otherwise. A machine with less RAM than the kernel was built for is
 * refused: the kernel would die without a word.
 */
static void choose_dtb(rs_fdt_t *chosen, const rs_fdt_t *built_in, uint64_t firmware)
{
    const char *source = "from the firmware";
    if (!open_firmware_dtb(chosen, built_in, firmware)) {
        /* QEMU leaves the tree at the base of RAM when it starts an ELF file (docs, "virt"). */
        uint64_t base = 0;
        each_memory(built_in, first_ram, &base);
        if (!open_firmware_dtb(chosen, built_in, base)) {
            *chosen = *built_in;
            source = "of the kernel";
        }
    }
    keep_dtb(chosen);
    each_memory(built_in, is_in_machine, chosen);
    console_print("loader: device tree %s, %u bytes\n", source, (uint64_t)chosen->used);
}

static void place(region_t *region, const char *name, uint64_t start, uint64_t size,
                  const rs_fdt_t *ram)
{
    if (size > UINT64_MAX - start) {
        loader_fail("%s of %u bytes wraps around at %x", name, size, start);
    }
    *region = (region_t){name, start, start + size};
    if (!is_ram(ram, region)) {
        loader_fail("%s [%x, %x) is not inside RAM", name, region->start, region->end);
    }
    region_claim(region);
    console_print("loader: %s at [%x, %x)\n", name, region->start, region->end);
}

static uintptr_t console_address(const rs_fdt_t *fdt)
{
    uint64_t base = 0, size = 0;
    rs_fdt_node_t node = rs_fdt_console(fdt);
    return node != RS_FDT_NONE && rs_fdt_reg(fdt, node, 0, &base, &size) ? (uintptr_t)base : 0;
}

_Noreturn void loader_main(const void *firmware_dtb)
{
    rs_fdt_t built_in, dtb;
    elf_image_t kernel, task;
    region_t self, kernel_at, dtb_at, task_at;

    bool sound = rs_fdt_open(&built_in, payload_dtb, (size_t)(payload_dtb_end - payload_dtb));
    console_init(sound ? console_address(&built_in) : 0);
    require_el2();

    elf_open(&kernel, "kernel", payload_kernel, payload_kernel_end);
    elf_open(&task, "root task", payload_roottask, payload_roottask_end);
    if (!elf_has_one_offset(&kernel)) {
        loader_fail("kernel: its segments have different offsets from virtual to physical");
    }
    choose_dtb(&dtb, &built_in, (uint64_t)firmware_dtb);

    place(&self, "loader image", (uint64_t)_start, (uint64_t)(__image_end - _start), &built_in);
    place(&kernel_at, "kernel", kernel.physical_start, kernel.virtual_end - kernel.virtual_start,
          &built_in);
    place(&dtb_at, "device tree", page_up(kernel_at.end), page_up(dtb.used), &built_in);
    place(&task_at, "root task", page_up(dtb_at.end), task.virtual_end - task.virtual_start,
          &built_in);

    each_memory(&built_in, map_ram, NULL);
    mmu_map(console_address(&built_in), console_address(&built_in) + PAGE_SIZE, 0, MMU_DEVICE);
    mmu_map(kernel.virtual_start, kernel.virtual_end,
            (int64_t)(kernel.physical_start - kernel.virtual_start), MMU_NORMAL);
    mmu_enable();

    elf_load(&kernel, kernel_at.start);
    elf_load(&task, task_at.start);
    memcpy((void *)dtb_at.start, dtb.blob, dtb.used);
    cache_clean(kernel_at.start, task_at.end);

    const kernel_arguments_t arguments = {
        .user_start = task_at.start,
        .user_end = task_at.end,
        .user_offset = (int64_t)(task_at.start - task.virtual_start),
        .user_entry = task.entry,
        .dtb = dtb_at.start,
        .dtb_size = dtb.used,
    };
    enter_kernel(&arguments, kernel.entry);
}
