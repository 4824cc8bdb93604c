// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

namespace SeL4.CrashOutOfMemory;

internal static class Program
{
    private const int BlockBytes = 16 * 1024;

    private static Block? _blocks;
    private static Link? _links;

    public static void Main()
    {
        try
        {
            FillWithBlocks();
        }
        catch (OutOfMemoryException)
        {
            FillWithObjects();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FillWithBlocks()
    {
        while (true)
        {
            _blocks = new Block(_blocks, new byte[BlockBytes]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FillWithObjects()
    {
        while (true)
        {
            _links = new Link(_links);
        }
    }

    private sealed class Block(Block? previous, byte[] content)
    {
        public readonly Block? Previous = previous;
        public readonly byte[] Content = content;
    }

    private sealed class Link(Link? previous)
    {
        public readonly Link? Previous = previous;
    }
}
