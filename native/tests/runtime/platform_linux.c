/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The runtime's platform over Linux: for the collector's unit tests on the host, and for compiled
 * C# in a static aarch64 program under user-mode emulation. Threads are stopped with a signal whose
 * handler waits.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <runtime/platform.h>
#include <runtime/thread.h>

#define NS_PER_S 1000000000ull
/* What rt_memory_available reports unless RT_MEMORY_BYTES says otherwise. */
#define DEFAULT_MEMORY ((size_t)512 << 20)
#define SUSPEND_SIGNAL SIGUSR1

/* ---- memory ---- */

void *rt_pages_reserve(size_t bytes, unsigned align_bits)
{
    size_t align = (size_t)1 << align_bits;
    uint8_t *base =
        mmap(NULL, bytes + align, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED) {
        return NULL;
    }
    uint8_t *start = (uint8_t *)(((uintptr_t)base + align - 1) & ~(uintptr_t)(align - 1));
    if (start != base) {
        munmap(base, (size_t)(start - base));
    }
    munmap(start + bytes, align - (size_t)(start - base));
    return start;
}

bool rt_pages_commit(void *address, size_t bytes)
{
    return mmap(address, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                0) == address;
}

void rt_pages_decommit(void *address, size_t bytes)
{
    if (mmap(address, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1,
             0) == MAP_FAILED) {
        rt_panic("platform_linux: cannot decommit");
    }
}

void rt_pages_release(void *address, size_t bytes)
{
    munmap(address, bytes);
}

void *rt_pages_alloc(size_t bytes)
{
    void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return address == MAP_FAILED ? NULL : address;
}

void rt_pages_free(void *address, size_t bytes)
{
    munmap(address, bytes);
}

bool rt_pages_make_executable(void *address, size_t bytes)
{
    if (mprotect(address, bytes, PROT_READ | PROT_EXEC) != 0) {
        return false;
    }
    __builtin___clear_cache(address, (char *)address + bytes);
    return true;
}

size_t rt_memory_available(void)
{
    const char *text = getenv("RT_MEMORY_BYTES");
    return text == NULL ? DEFAULT_MEMORY : strtoull(text, NULL, 0);
}

/* ---- threads ---- */

struct start {
    void (*entry)(void *);
    void *argument;
};

struct linux_thread {
    pthread_t handle;
    sem_t stopped;
    sem_t resume;
    struct rt_registers registers;
};

static __thread struct linux_thread self_data;

/* What an alternate signal stack needs for the fault hook, with room to spare. */
#define SIGNAL_STACK_BYTES 65536u

static void install_signal_stack(void)
{
    stack_t stack = {.ss_sp = rt_pages_alloc(SIGNAL_STACK_BYTES), .ss_size = SIGNAL_STACK_BYTES};
    if (stack.ss_sp == NULL || sigaltstack(&stack, NULL) != 0) {
        rt_panic("platform_linux: no signal stack");
    }
}

static void remove_signal_stack(void)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    stack_t old;
    if (sigaltstack(&none, &old) == 0 && old.ss_sp != NULL) {
        rt_pages_free(old.ss_sp, old.ss_size);
    }
}

static void *run(void *argument)
{
    struct start start = *(struct start *)argument;
    free(argument);
    install_signal_stack();
    start.entry(start.argument);
    remove_signal_stack();
    return NULL;
}

bool rt_os_thread_start(void (*entry)(void *), void *argument, size_t stack_bytes)
{
    struct start *start = malloc(sizeof(*start));
    if (start == NULL) {
        return false;
    }
    *start = (struct start){entry, argument};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (stack_bytes != 0) {
        size_t least = 131072;
        pthread_attr_setstacksize(&attributes, stack_bytes < least ? least : stack_bytes);
    }
    pthread_t handle;
    bool ok = pthread_create(&handle, &attributes, run, start) == 0;
    pthread_attr_destroy(&attributes);
    if (!ok) {
        free(start);
    }
    return ok;
}

void rt_os_thread_yield(void)
{
    sched_yield();
}

uint64_t rt_os_thread_id(void)
{
    return (uint64_t)syscall(SYS_gettid);
}

void rt_os_thread_set_name(const char *name)
{
    (void)name;
}

void rt_os_thread_stack(uintptr_t *low, uintptr_t *high)
{
    pthread_attr_t attributes;
    void *base;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0 ||
        pthread_attr_getstack(&attributes, &base, &size) != 0) {
        rt_panic("platform_linux: no stack bounds");
    }
    pthread_attr_destroy(&attributes);
    *low = (uintptr_t)base;
    *high = (uintptr_t)base + size;
}

unsigned rt_processor_count(void)
{
    return 1; /* as on the target */
}

/* ---- suspension ---- */

static void read_registers(const ucontext_t *context, struct rt_registers *registers)
{
#ifdef __aarch64__
    for (size_t i = 0; i < 31; i++) {
        registers->x[i] = context->uc_mcontext.regs[i];
    }
    registers->sp = context->uc_mcontext.sp;
    registers->pc = context->uc_mcontext.pc;
#else
    memset(registers, 0, sizeof(*registers));
    for (size_t i = 0; i < 16; i++) {
        registers->x[i] = (uintptr_t)context->uc_mcontext.gregs[i];
    }
    registers->sp = (uintptr_t)context->uc_mcontext.gregs[REG_RSP] - 128u; /* the red zone */
    registers->pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#endif
}

static void set_pc(ucontext_t *context, uintptr_t pc)
{
#ifdef __aarch64__
    context->uc_mcontext.pc = pc;
#else
    context->uc_mcontext.gregs[REG_RIP] = (greg_t)pc;
#endif
}

static void wait_semaphore(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0) {
    }
}

static void on_suspend(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)info;
    int saved = errno;
    read_registers(context, &self_data.registers);
    sem_post(&self_data.stopped);
    wait_semaphore(&self_data.resume);
    set_pc(context, self_data.registers.pc);
    errno = saved;
}

void rt_os_thread_attach(struct rt_thread *thread)
{
    self_data.handle = pthread_self();
    sem_init(&self_data.stopped, 0, 0);
    sem_init(&self_data.resume, 0, 0);
    thread->platform = &self_data;
    struct sigaction action = {.sa_sigaction = on_suspend, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(SUSPEND_SIGNAL, &action, NULL);
}

bool rt_os_thread_suspend(struct rt_thread *thread, struct rt_registers *registers)
{
    struct linux_thread *target = thread->platform;
    if (pthread_kill(target->handle, SUSPEND_SIGNAL) != 0) {
        return false;
    }
    wait_semaphore(&target->stopped);
    *registers = target->registers;
    return true;
}

void rt_os_thread_resume(struct rt_thread *thread, const struct rt_registers *registers)
{
    struct linux_thread *target = thread->platform;
    target->registers.pc = registers->pc;
    sem_post(&target->resume);
}

/* ---- synchronisation ---- */

_Static_assert(sizeof(pthread_mutex_t) <= sizeof(rt_mutex_t), "mutex size");
_Static_assert(sizeof(pthread_cond_t) <= sizeof(rt_cond_t), "condition size");

bool rt_mutex_init(rt_mutex_t *mutex)
{
    return pthread_mutex_init((pthread_mutex_t *)mutex, NULL) == 0;
}

void rt_mutex_destroy(rt_mutex_t *mutex)
{
    pthread_mutex_destroy((pthread_mutex_t *)mutex);
}

void rt_mutex_lock(rt_mutex_t *mutex)
{
    pthread_mutex_lock((pthread_mutex_t *)mutex);
}

void rt_mutex_unlock(rt_mutex_t *mutex)
{
    pthread_mutex_unlock((pthread_mutex_t *)mutex);
}

bool rt_cond_init(rt_cond_t *cond)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    bool ok = pthread_cond_init((pthread_cond_t *)cond, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return ok;
}

void rt_cond_destroy(rt_cond_t *cond)
{
    pthread_cond_destroy((pthread_cond_t *)cond);
}

void rt_cond_wait(rt_cond_t *cond, rt_mutex_t *mutex)
{
    pthread_cond_wait((pthread_cond_t *)cond, (pthread_mutex_t *)mutex);
}

bool rt_cond_wait_for(rt_cond_t *cond, rt_mutex_t *mutex, uint64_t duration_ns)
{
    uint64_t deadline = rt_time_monotonic_ns() + duration_ns;
    struct timespec until = {.tv_sec = (time_t)(deadline / NS_PER_S),
                             .tv_nsec = (long)(deadline % NS_PER_S)};
    return pthread_cond_timedwait((pthread_cond_t *)cond, (pthread_mutex_t *)mutex, &until) == 0;
}

void rt_cond_signal(rt_cond_t *cond)
{
    pthread_cond_signal((pthread_cond_t *)cond);
}

void rt_cond_broadcast(rt_cond_t *cond)
{
    pthread_cond_broadcast((pthread_cond_t *)cond);
}

/* ---- time ---- */

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

uint64_t rt_time_monotonic_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

uint64_t rt_time_wall_ns(void)
{
    return clock_ns(CLOCK_REALTIME);
}

/* ---- console ---- */

void rt_console_write(const char *text, size_t length)
{
    while (length != 0) {
        ssize_t written = write(STDOUT_FILENO, text, length);
        if (written < 0 && errno != EINTR) {
            return;
        }
        if (written > 0) {
            text += written;
            length -= (size_t)written;
        }
    }
}

size_t rt_console_read(char *buffer, size_t capacity)
{
    ssize_t count;
    do {
        count = read(STDIN_FILENO, buffer, capacity);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? 0 : (size_t)count;
}

/* ---- faults ---- */

static rt_fault_hook_t fault_hook;

static void on_fault(int number, siginfo_t *info, void *context)
{
#ifdef __aarch64__
    ucontext_t *state = context;
    struct rt_fault fault = {
        .pc = state->uc_mcontext.pc,
        .sp = state->uc_mcontext.sp,
        .lr = state->uc_mcontext.regs[30],
        .x0 = state->uc_mcontext.regs[0],
        .x1 = state->uc_mcontext.regs[1],
        .address = (uintptr_t)info->si_addr,
        .stack_low = rt_thread_current()->stack_low,
    };
    if (fault_hook != NULL && fault_hook(&fault)) {
        state->uc_mcontext.pc = fault.pc;
        state->uc_mcontext.regs[0] = fault.x0;
        state->uc_mcontext.regs[1] = fault.x1;
        return;
    }
    fprintf(stderr, "crash: pc %#lx lr %#lx sp %#lx address %#lx\n", (unsigned long)fault.pc,
            (unsigned long)fault.lr, (unsigned long)fault.sp, (unsigned long)fault.address);
#else
    (void)info;
    (void)context;
#endif
    signal(number, SIG_DFL);
}

void rt_fault_install(rt_fault_hook_t hook)
{
    fault_hook = hook;
    install_signal_stack();
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

/* ---- the rest ---- */

void rt_random_bytes(void *buffer, size_t length)
{
    uint8_t *next = buffer;
    while (length != 0) {
        ssize_t got = getrandom(next, length, 0);
        if (got > 0) {
            next += got;
            length -= (size_t)got;
        }
    }
}

const char *rt_environment(const char *name)
{
    return getenv(name);
}

void rt_exit(int code)
{
    fflush(stdout);
    _exit(code);
}

void rt_panic(const char *message)
{
    fprintf(stderr, "panic: %s\n", message);
    abort();
}
