/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include "memory/avl.h"

#define COUNT 500u

static avl_node_t nodes[COUNT];

static int check_subtree(const avl_node_t *node, const avl_node_t *parent)
{
    if (node == NULL) {
        return 0;
    }
    CHECK(node->parent == parent);
    int left = check_subtree(node->left, node);
    int right = check_subtree(node->right, node);
    CHECK(left - right <= 1 && right - left <= 1);
    CHECK_EQ(node->height, 1 + (left > right ? left : right));
    return node->height;
}

static void check_order(const avl_tree_t *tree)
{
    size_t count = 0;
    uintptr_t last = 0;
    for (avl_node_t *node = vmi_avl_first(tree); node != NULL; node = vmi_avl_next(node)) {
        CHECK(count == 0 || node->key > last);
        CHECK(vmi_avl_prev(node) == NULL ? count == 0 : vmi_avl_prev(node)->key == last);
        last = node->key;
        count++;
    }
    CHECK_EQ(count, tree->count);
    check_subtree(tree->root, NULL);
}

static unsigned state = 1;

static unsigned next_random(void)
{
    state = state * 1103515245u + 12345u;
    return state >> 8;
}

TEST(inserting_and_removing_in_random_order_keeps_order_and_balance)
{
    avl_tree_t tree = {0};
    bool in[COUNT] = {false};
    for (unsigned step = 0; step < 4000; step++) {
        unsigned i = next_random() % COUNT;
        if (in[i]) {
            vmi_avl_remove(&tree, &nodes[i]);
        } else {
            nodes[i].key = i * 10ul;
            vmi_avl_insert(&tree, &nodes[i]);
        }
        in[i] = !in[i];
        if (step % 50 == 0) {
            check_order(&tree);
        }
    }
    check_order(&tree);
}

TEST(floor_finds_the_greatest_key_not_above)
{
    avl_tree_t tree = {0};
    CHECK(avl_floor(&tree, 5) == NULL);
    CHECK(vmi_avl_first(&tree) == NULL);
    for (unsigned i = 0; i < 100; i++) {
        nodes[i].key = 10 + i * 10ul;
        vmi_avl_insert(&tree, &nodes[i]);
    }
    CHECK(avl_floor(&tree, 9) == NULL);
    CHECK(avl_floor(&tree, 10) == &nodes[0]);
    CHECK(avl_floor(&tree, 19) == &nodes[0]);
    CHECK(avl_floor(&tree, UINTPTR_MAX) == &nodes[99]);
}

static unsigned summaries;

static void count_summary(avl_node_t *node)
{
    (void)node;
    summaries++;
}

TEST(a_change_refreshes_the_path_to_the_root)
{
    avl_tree_t tree = {.summary = count_summary};
    for (unsigned i = 0; i < 7; i++) {
        nodes[i].key = i;
        vmi_avl_insert(&tree, &nodes[i]);
    }
    summaries = 0;
    vmi_avl_changed(&tree, vmi_avl_first(&tree));
    CHECK_EQ(summaries, 3);
}
