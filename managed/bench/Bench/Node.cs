// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>An object of 24 bytes, the smallest with a field: header, type, reference.</summary>
internal sealed class Node
{
    public Node? Next { get; set; }

    /// <summary>So many objects, all alive while the first of them is.</summary>
    public static Node? List(int count)
    {
        Node? list = null;
        for (int i = 0; i < count; i++)
        {
            list = new Node { Next = list };
        }

        return list;
    }
}
