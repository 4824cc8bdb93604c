/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Intrusive balanced tree (AVL), keyed by a machine word. Links are parts of the objects, so that
 * nothing here allocates and nothing can fail. An optional function keeps a summary of each
 * subtree.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct avl_node {
    struct avl_node *parent;
    struct avl_node *left;
    struct avl_node *right;
    uintptr_t key;
    int height;
} avl_node_t;

/* Recompute the summary of NODE from its own data and from its children. */
typedef void (*avl_summary_fn)(avl_node_t *node);

typedef struct avl_tree {
    avl_node_t *root;
    avl_summary_fn summary;
    size_t count;
} avl_tree_t;

#define avl_entry(node, type, member) ((type *)((char *)(node)-offsetof(type, member)))

/* The key must not be in the tree yet. */
void vmi_avl_insert(avl_tree_t *tree, avl_node_t *node);
void vmi_avl_remove(avl_tree_t *tree, avl_node_t *node);

/* To be called when data that the summary depends on has changed in NODE. */
void vmi_avl_changed(avl_tree_t *tree, avl_node_t *node);

avl_node_t *vmi_avl_first(const avl_tree_t *tree);
avl_node_t *vmi_avl_next(const avl_node_t *node);
avl_node_t *vmi_avl_prev(const avl_node_t *node);

/* The node with the greatest key not above KEY; NULL when all are above. */
static inline avl_node_t *avl_floor(const avl_tree_t *tree, uintptr_t key)
{
    avl_node_t *best = NULL;
    for (avl_node_t *node = tree->root; node != NULL;) {
        /* Both children are read, so that nothing is branched on but the end. */
        bool above = node->key > key;
        avl_node_t *left = node->left;
        avl_node_t *right = node->right;
        best = above ? best : node;
        node = above ? left : right;
    }
    return best;
}
