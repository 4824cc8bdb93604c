/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Descriptors: the standard streams (console.c) and opened files, which are texts of proc.c that
 * nobody can change. Opening what is not there finds nothing, as on any system; making it throws
 * PlatformNotSupportedException.
 */
#include "console.h"
#include "pal.h"
#include "proc.h"

#include <runtime/corelib.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_FILE 3
#define FILES_MAX  32

/* Interop.Sys.OpenFlags */
#define OPEN_ACCESS   0x000f
#define OPEN_CREATE   0x0020
#define OPEN_TRUNCATE 0x0080
/* Interop.Sys.FileTypes */
#define TYPE_DIRECTORY 0x4000
#define TYPE_REGULAR   0x8000
#define READ_ONLY      0444
#define SEARCHABLE     0555
/* Interop.Sys.NodeType */
#define NODE_DIRECTORY 4
#define NODE_REGULAR   8
/* Interop.Sys.SeekWhence: SEEK_SET, SEEK_CUR and SEEK_END have their usual values. */
enum { FROM_START, FROM_HERE, FROM_END };

/* Interop.Sys.FileStatus */
struct file_status {
    int32_t flags;
    int32_t mode;
    uint32_t user;
    uint32_t group;
    int64_t size;
    int64_t times[8]; /* access, modification, change, birth: seconds and nanoseconds */
    int64_t device;
    int64_t device_number;
    int64_t inode;
    uint32_t user_flags;
};
_Static_assert(sizeof(struct file_status) == RT_FILE_STATUS_SIZE, "size");
_Static_assert(offsetof(struct file_status, mode) == RT_FILE_STATUS_MODE, "mode");
_Static_assert(offsetof(struct file_status, size) == RT_FILE_STATUS_LENGTH, "length");

/* Interop.Sys.DirectoryEntry */
struct directory_entry {
    const char *name;
    int32_t name_length; /* -1: up to the zero byte */
    int32_t node_type;
};
_Static_assert(sizeof(struct directory_entry) == RT_DIRECTORY_ENTRY_SIZE, "size");
_Static_assert(offsetof(struct directory_entry, name_length) == RT_DIRECTORY_ENTRY_LENGTH,
               "length");
_Static_assert(offsetof(struct directory_entry, node_type) == RT_DIRECTORY_ENTRY_TYPE, "type");

struct file {
    char *text;
    size_t length;
    size_t position;
};

struct directory {
    char *names; /* as proc_list gives them */
    char *next;
    size_t left;
};

/* Index is the descriptor less FIRST_FILE. A descriptor is used by one call at a time, like
 * everything that FileStream promises. */
static struct file *files[FILES_MAX];

intptr_t SystemNative_Open(const char *path, int32_t flags, int32_t mode);
int32_t SystemNative_Close(intptr_t file);
intptr_t SystemNative_Dup(intptr_t file);
int32_t SystemNative_Read(intptr_t file, void *buffer, int32_t count);
int32_t SystemNative_PRead(intptr_t file, void *buffer, int32_t count, int64_t offset);
int64_t SystemNative_LSeek(intptr_t file, int64_t offset, int32_t origin);
int32_t SystemNative_FLock(intptr_t file, int32_t operation);
int32_t SystemNative_PosixFAdvise(intptr_t file, int64_t offset, int64_t length, int32_t advice);
int32_t SystemNative_FStat(intptr_t file, struct file_status *status);
int32_t SystemNative_Stat(const char *path, struct file_status *status);
int32_t SystemNative_LStat(const char *path, struct file_status *status);
int32_t SystemNative_Access(const char *path, int32_t mode);
struct directory *SystemNative_OpenDir(const char *path);
int32_t SystemNative_ReadDir(struct directory *directory, struct directory_entry *entry);
int32_t SystemNative_CloseDir(struct directory *directory);

/* ---- descriptors ---- */

static bool is_standard(intptr_t file)
{
    return file >= 0 && file < FIRST_FILE;
}

static struct file *opened(intptr_t file)
{
    return file >= FIRST_FILE && file < FIRST_FILE + FILES_MAX
               ? __atomic_load_n(&files[file - FIRST_FILE], __ATOMIC_ACQUIRE)
               : NULL;
}

static intptr_t take_descriptor(struct file *file)
{
    for (intptr_t i = 0; i < FILES_MAX; i++) {
        struct file *free_entry = NULL;
        if (__atomic_compare_exchange_n(&files[i], &free_entry, file, false, __ATOMIC_ACQ_REL,
                                        __ATOMIC_RELAXED)) {
            return FIRST_FILE + i;
        }
    }
    return pal_fail(PAL_EMFILE);
}

static void free_file(struct file *file)
{
    free(file->text);
    free(file);
}

intptr_t SystemNative_Open(const char *path, int32_t flags, int32_t mode)
{
    (void)mode;
    enum proc_kind kind = proc_kind(path);
    if (kind == PROC_NOTHING && (flags & OPEN_CREATE) == 0) {
        return pal_fail(PAL_ENOENT);
    }
    if (kind == PROC_NOTHING || (flags & (OPEN_ACCESS | OPEN_TRUNCATE)) != 0) {
        pal_not_supported("Open");
    }
    if (kind == PROC_DIRECTORY) {
        return pal_fail(PAL_EACCES);
    }
    struct file *file = calloc(1, sizeof(*file));
    if (file == NULL) {
        return pal_fail(PAL_ENOMEM);
    }
    file->text = proc_read(path, &file->length);
    intptr_t descriptor =
        file->text == NULL ? (intptr_t)pal_fail(PAL_ENOMEM) : take_descriptor(file);
    if (descriptor < 0) {
        free_file(file);
    }
    return descriptor;
}

/* Closing a standard stream has no effect. */
int32_t SystemNative_Close(intptr_t file)
{
    if (is_standard(file)) {
        return 0;
    }
    struct file *closed = opened(file);
    if (closed == NULL) {
        return pal_fail(PAL_EBADF);
    }
    __atomic_store_n(&files[file - FIRST_FILE], NULL, __ATOMIC_RELEASE);
    free_file(closed);
    return 0;
}

/* A duplicate of a standard stream is the descriptor itself. */
intptr_t SystemNative_Dup(intptr_t file)
{
    return is_standard(file) ? file : pal_fail(opened(file) == NULL ? PAL_EBADF : PAL_ENOTSUP);
}

/* ---- content ---- */

static size_t copy_out(const struct file *file, size_t position, void *buffer, int32_t count)
{
    size_t left = position < file->length ? file->length - position : 0;
    size_t length = (size_t)count < left ? (size_t)count : left;
    memcpy(buffer, file->text + position, length);
    return length;
}

int32_t SystemNative_Read(intptr_t file, void *buffer, int32_t count)
{
    struct file *source = opened(file);
    if (source == NULL) {
        return file == 0 ? pal_console_read(buffer, count) : pal_fail(PAL_EBADF);
    }
    size_t length = copy_out(source, source->position, buffer, count);
    source->position += length;
    return (int32_t)length;
}

int32_t SystemNative_PRead(intptr_t file, void *buffer, int32_t count, int64_t offset)
{
    struct file *source = opened(file);
    if (source == NULL) {
        return pal_fail(is_standard(file) ? PAL_ESPIPE : PAL_EBADF);
    }
    return offset < 0 ? pal_fail(PAL_EINVAL)
                      : (int32_t)copy_out(source, (size_t)offset, buffer, count);
}

/* The standard streams have no position and no metadata: the library then treats them as pipes. */
int64_t SystemNative_LSeek(intptr_t file, int64_t offset, int32_t origin)
{
    struct file *target = opened(file);
    if (target == NULL) {
        return pal_fail(is_standard(file) ? PAL_ESPIPE : PAL_EBADF);
    }
    int64_t base = origin == FROM_HERE  ? (int64_t)target->position
                   : origin == FROM_END ? (int64_t)target->length
                                        : 0;
    if (origin < FROM_START || origin > FROM_END || base + offset < 0) {
        return pal_fail(PAL_EINVAL);
    }
    target->position = (size_t)(base + offset);
    return base + offset;
}

/* Nobody can write: every lock is free, and no advice helps. */
int32_t SystemNative_FLock(intptr_t file, int32_t operation)
{
    (void)operation;
    return opened(file) != NULL ? 0 : pal_fail(PAL_EBADF);
}

/* Returns the error. */
int32_t SystemNative_PosixFAdvise(intptr_t file, int64_t offset, int64_t length, int32_t advice)
{
    (void)offset;
    (void)length;
    (void)advice;
    return opened(file) != NULL ? PAL_SUCCESS : PAL_EBADF;
}

/* ---- metadata ---- */

int32_t SystemNative_FStat(intptr_t file, struct file_status *status)
{
    struct file *described = opened(file);
    if (described == NULL) {
        return pal_fail(is_standard(file) ? PAL_ENOTSUP : PAL_EBADF);
    }
    *status = (struct file_status){
        .mode = TYPE_REGULAR | READ_ONLY,
        .size = (int64_t)described->length,
    };
    return 0;
}

/* As on Linux, the size of a file is not known before it is opened. */
int32_t SystemNative_Stat(const char *path, struct file_status *status)
{
    enum proc_kind kind = proc_kind(path);
    if (kind == PROC_NOTHING) {
        return pal_fail(PAL_ENOENT);
    }
    *status = (struct file_status){
        .mode = kind == PROC_DIRECTORY ? TYPE_DIRECTORY | SEARCHABLE : TYPE_REGULAR | READ_ONLY,
    };
    return 0;
}

int32_t SystemNative_LStat(const char *path, struct file_status *status)
{
    return SystemNative_Stat(path, status);
}

int32_t SystemNative_Access(const char *path, int32_t mode)
{
    enum { WRITE = 2 };
    if (proc_kind(path) == PROC_NOTHING) {
        return pal_fail(PAL_ENOENT);
    }
    return (mode & WRITE) == 0 ? 0 : pal_fail(PAL_EACCES);
}

/* ---- directories ---- */

struct directory *SystemNative_OpenDir(const char *path)
{
    if (proc_kind(path) != PROC_DIRECTORY) {
        pal_set_error(proc_kind(path) == PROC_FILE ? PAL_ENOTDIR : PAL_ENOENT);
        return NULL;
    }
    struct directory *directory = malloc(sizeof(*directory));
    size_t count = 0;
    char *names = directory == NULL ? NULL : proc_list(path, &count);
    if (names == NULL) {
        free(directory);
        pal_set_error(PAL_ENOMEM);
        return NULL;
    }
    *directory = (struct directory){names, names, count};
    return directory;
}

/* 0 for an entry, -1 behind the last one. The name stays until the directory is closed. */
int32_t SystemNative_ReadDir(struct directory *directory, struct directory_entry *entry)
{
    if (directory->left == 0) {
        return -1;
    }
    size_t length = strlen(directory->next);
    bool is_directory = directory->next[length - 1] == '/';
    *entry = (struct directory_entry){
        .name = directory->next,
        .name_length = (int32_t)(is_directory ? length - 1 : length),
        .node_type = is_directory ? NODE_DIRECTORY : NODE_REGULAR,
    };
    directory->next += length + 1;
    directory->left--;
    return 0;
}

int32_t SystemNative_CloseDir(struct directory *directory)
{
    free(directory->names);
    free(directory);
    return 0;
}
