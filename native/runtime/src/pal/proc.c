/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "proc.h"

#include "pal.h"

#include <runtime/image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_S   1000000000u
#define PROCESS_ID 1u
/* Enough for every text below; the image's name is cut to what Linux keeps of one. */
#define TEXT_MAX 512u
#define COMM_MAX 15
#define ID_MAX   21u /* decimal digits of 64 bits, and the end */

static int write_machine(char *text, uint64_t thread);
static int write_stat(char *text, uint64_t thread);
static int write_status(char *text, uint64_t thread);
static int write_command_line(char *text, uint64_t thread);

/* '#' stands for the process, '@' for one of its threads. Without a writer it is a directory. */
static const struct node {
    const char *pattern;
    int (*write)(char *text, uint64_t thread);
} nodes[] = {
    {"", NULL},
    {"/proc", NULL},
    {"/proc/stat", write_machine},
    {"/proc/#", NULL},
    {"/proc/#/stat", write_stat},
    {"/proc/#/status", write_status},
    {"/proc/#/cmdline", write_command_line},
    {"/proc/#/task", NULL},
    {"/proc/#/task/@", NULL},
    {"/proc/#/task/@/stat", write_stat},
};
#define NODES (sizeof(nodes) / sizeof(nodes[0]))

/* ---- threads ---- */

/* The ids of the attached threads, as many as fit; returns how many there are. */
static size_t thread_ids(uint64_t *ids, size_t capacity)
{
    size_t count = 0;
    rt_thread_list_lock();
    for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
        if (count < capacity) {
            ids[count] = thread->id;
        }
        count++;
    }
    rt_thread_list_unlock();
    return count;
}

static bool is_thread(uint64_t id)
{
    bool found = false;
    rt_thread_list_lock();
    for (struct rt_thread *thread = rt_thread_list(); thread != NULL; thread = thread->next) {
        found = found || thread->id == id;
    }
    rt_thread_list_unlock();
    return found;
}

/* ---- paths ---- */

static size_t skip_slashes(const char *path)
{
    return strspn(path, "/");
}

static bool component_matches(char kind, const char *name, size_t length, uint64_t *thread)
{
    char text[ID_MAX];
    if (length == 0 || length >= sizeof(text)) {
        return false;
    }
    memcpy(text, name, length);
    text[length] = '\0';
    if (kind == '#' && strcmp(text, "self") == 0) {
        return true;
    }
    if (strspn(text, "0123456789") != length) {
        return false;
    }
    uint64_t id = strtoull(text, NULL, 10);
    if (kind == '#') {
        return id == PROCESS_ID;
    }
    *thread = id;
    return is_thread(id);
}

static bool matches(const char *pattern, const char *path, uint64_t *thread)
{
    for (;;) {
        pattern += skip_slashes(pattern);
        path += skip_slashes(path);
        size_t wanted = strcspn(pattern, "/");
        size_t length = strcspn(path, "/");
        if (wanted == 0 || length == 0) {
            return wanted == length;
        }
        bool equal = *pattern == '#' || *pattern == '@'
                         ? component_matches(*pattern, path, length, thread)
                         : wanted == length && memcmp(pattern, path, length) == 0;
        if (!equal) {
            return false;
        }
        pattern += wanted;
        path += length;
    }
}

/* Relative paths begin at the root, where the program is. */
static const struct node *find(const char *path, uint64_t *thread)
{
    for (size_t i = 0; i < NODES; i++) {
        *thread = 0;
        if (matches(nodes[i].pattern, path, thread)) {
            return &nodes[i];
        }
    }
    return NULL;
}

enum proc_kind proc_kind(const char *path)
{
    uint64_t thread;
    const struct node *node = find(path, &thread);
    return node == NULL ? PROC_NOTHING : node->write != NULL ? PROC_FILE : PROC_DIRECTORY;
}

char *proc_read(const char *path, size_t *length)
{
    uint64_t thread;
    const struct node *node = find(path, &thread);
    char *text = node == NULL || node->write == NULL ? NULL : malloc(TEXT_MAX);
    if (text != NULL) {
        *length = (size_t)node->write(text, thread);
    }
    return text;
}

/* ---- directories ---- */

/* True when the node lies in the directory and in none below it. */
static bool is_child(const struct node *node, const struct node *directory)
{
    size_t length = strlen(directory->pattern);
    return strncmp(node->pattern, directory->pattern, length) == 0 &&
           node->pattern[length] == '/' && strchr(node->pattern + length + 1, '/') == NULL;
}

static char *append(char *end, const char *name, bool is_directory)
{
    return end + sprintf(end, "%s%s", name, is_directory ? "/" : "") + 1;
}

/* The text has room for the ids of `threads` threads beside all other names. */
static char *append_children(char *end, const struct node *node, size_t threads, size_t *count)
{
    const char *name = strrchr(node->pattern, '/') + 1;
    char id[ID_MAX];
    if (*name != '@') {
        snprintf(id, sizeof(id), "%u", PROCESS_ID);
        (*count)++;
        return append(end, *name == '#' ? id : name, node->write == NULL);
    }
    uint64_t *ids = malloc(threads * sizeof(*ids));
    size_t known = ids == NULL ? 0 : thread_ids(ids, threads);
    for (size_t i = 0; i < known && i < threads; i++) {
        snprintf(id, sizeof(id), "%llu", (unsigned long long)ids[i]);
        end = append(end, id, true);
        (*count)++;
    }
    free(ids);
    return end;
}

char *proc_list(const char *path, size_t *count)
{
    uint64_t thread;
    const struct node *directory = find(path, &thread);
    size_t threads = thread_ids(NULL, 0);
    *count = 0;
    if (directory == NULL || directory->write != NULL) {
        return NULL;
    }
    char *names = malloc(TEXT_MAX + threads * ID_MAX);
    char *end = names;
    for (size_t i = 0; i < NODES && names != NULL; i++) {
        if (is_child(&nodes[i], directory)) {
            end = append_children(end, &nodes[i], threads, count);
        }
    }
    return names;
}

/* ---- texts ---- */

/* The kernel keeps no account of processor time: those fields are zero. */
static int write_machine(char *text, uint64_t thread)
{
    (void)thread;
    uint64_t boot = (rt_time_wall_ns() - rt_time_monotonic_ns()) / NS_PER_S;
    return snprintf(text, TEXT_MAX, "cpu  0 0 0 0 0 0 0 0 0 0\nbtime %llu\n",
                    (unsigned long long)boot);
}

/* Of a thread, or of the process when it is 0. Its state is that at this moment: the caller runs,
 * and any other thread waits for the only processor. The process began with the machine. */
static int write_stat(char *text, uint64_t thread)
{
    size_t used = rt_memory_used();
    bool runs = thread == 0 || thread == rt_os_thread_id();
    return snprintf(text, TEXT_MAX,
                    "%llu (%.*s) %c 0 0 0 0 0 0 0 0 0 0 0 0 0 0 20 0 %zu 0 0 %zu %zu %llu "
                    "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                    (unsigned long long)(thread == 0 ? PROCESS_ID : thread), COMM_MAX,
                    rt_image_name, runs ? 'R' : 'S', thread_ids(NULL, 0), used, used / RT_PAGE_SIZE,
                    ~0ull);
}

/* Everything that is mapped is backed. The peak is the most that anybody was told. */
static int write_status(char *text, uint64_t thread)
{
    static size_t peak;
    size_t used = rt_memory_used() / 1024u;
    size_t before = __atomic_load_n(&peak, __ATOMIC_RELAXED);
    (void)thread;
    while (before < used && !__atomic_compare_exchange_n(&peak, &before, used, false,
                                                         __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    size_t most = before > used ? before : used;
    return snprintf(text, TEXT_MAX,
                    "Name:\t%.*s\nPid:\t%u\nVmPeak:\t%zu kB\nVmSize:\t%zu kB\nVmHWM:\t%zu kB\n"
                    "VmRSS:\t%zu kB\nVmData:\t%zu kB\nVmSwap:\t0 kB\nThreads:\t%zu\n",
                    COMM_MAX, rt_image_name, PROCESS_ID, most, used, most, used, used,
                    thread_ids(NULL, 0));
}

static int write_command_line(char *text, uint64_t thread)
{
    (void)thread;
    int length = snprintf(text, TEXT_MAX, "%s", rt_image_name);
    return length < (int)TEXT_MAX ? length + 1 : (int)TEXT_MAX;
}
