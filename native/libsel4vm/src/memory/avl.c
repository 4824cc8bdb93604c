/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "avl.h"

static int height(const avl_node_t *node)
{
    return node == NULL ? 0 : node->height;
}

static void refresh(const avl_tree_t *tree, avl_node_t *node)
{
    int left = height(node->left);
    int right = height(node->right);
    node->height = 1 + (left > right ? left : right);
    if (tree->summary != NULL) {
        tree->summary(node);
    }
}

/* Put NEW where OLD hangs in its parent. */
static void replace(avl_tree_t *tree, avl_node_t *parent, const avl_node_t *old, avl_node_t *new)
{
    if (parent == NULL) {
        tree->root = new;
    } else if (parent->left == old) {
        parent->left = new;
    } else {
        parent->right = new;
    }
    if (new != NULL) {
        new->parent = parent;
    }
}

static avl_node_t *rotate_left(avl_tree_t *tree, avl_node_t *node)
{
    avl_node_t *top = node->right;
    replace(tree, node->parent, node, top);
    node->right = top->left;
    if (node->right != NULL) {
        node->right->parent = node;
    }
    top->left = node;
    node->parent = top;
    refresh(tree, node);
    refresh(tree, top);
    return top;
}

static avl_node_t *rotate_right(avl_tree_t *tree, avl_node_t *node)
{
    avl_node_t *top = node->left;
    replace(tree, node->parent, node, top);
    node->left = top->right;
    if (node->left != NULL) {
        node->left->parent = node;
    }
    top->right = node;
    node->parent = top;
    refresh(tree, node);
    refresh(tree, top);
    return top;
}

static avl_node_t *balance(avl_tree_t *tree, avl_node_t *node)
{
    int lean = height(node->left) - height(node->right);
    if (lean > 1) {
        if (height(node->left->left) < height(node->left->right)) {
            rotate_left(tree, node->left);
        }
        return rotate_right(tree, node);
    }
    if (lean < -1) {
        if (height(node->right->right) < height(node->right->left)) {
            rotate_right(tree, node->right);
        }
        return rotate_left(tree, node);
    }
    return node;
}

static void rebalance_up(avl_tree_t *tree, avl_node_t *node)
{
    while (node != NULL) {
        refresh(tree, node);
        node = balance(tree, node)->parent;
    }
}

void vmi_avl_insert(avl_tree_t *tree, avl_node_t *node)
{
    avl_node_t *parent = NULL;
    avl_node_t **link = &tree->root;
    while (*link != NULL) {
        parent = *link;
        link = node->key < parent->key ? &parent->left : &parent->right;
    }
    node->parent = parent;
    node->left = NULL;
    node->right = NULL;
    *link = node;
    tree->count++;
    rebalance_up(tree, node);
}

void vmi_avl_remove(avl_tree_t *tree, avl_node_t *node)
{
    avl_node_t *start = node->parent;
    tree->count--;
    if (node->left == NULL || node->right == NULL) {
        replace(tree, node->parent, node, node->left != NULL ? node->left : node->right);
        rebalance_up(tree, start);
        return;
    }
    avl_node_t *heir = node->right;
    while (heir->left != NULL) {
        heir = heir->left;
    }
    start = heir;
    if (heir->parent != node) {
        start = heir->parent;
        replace(tree, heir->parent, heir, heir->right);
        heir->right = node->right;
        heir->right->parent = heir;
    }
    heir->left = node->left;
    heir->left->parent = heir;
    replace(tree, node->parent, node, heir);
    rebalance_up(tree, start);
}

void vmi_avl_changed(avl_tree_t *tree, avl_node_t *node)
{
    for (; node != NULL; node = node->parent) {
        refresh(tree, node);
    }
}

avl_node_t *vmi_avl_first(const avl_tree_t *tree)
{
    avl_node_t *node = tree->root;
    while (node != NULL && node->left != NULL) {
        node = node->left;
    }
    return node;
}

avl_node_t *vmi_avl_next(const avl_node_t *node)
{
    if (node->right != NULL) {
        avl_node_t *next = node->right;
        while (next->left != NULL) {
            next = next->left;
        }
        return next;
    }
    while (node->parent != NULL && node->parent->right == node) {
        node = node->parent;
    }
    return node->parent;
}

avl_node_t *vmi_avl_prev(const avl_node_t *node)
{
    if (node->left != NULL) {
        avl_node_t *prev = node->left;
        while (prev->right != NULL) {
            prev = prev->right;
        }
        return prev;
    }
    while (node->parent != NULL && node->parent->left == node) {
        node = node->parent;
    }
    return node->parent;
}
