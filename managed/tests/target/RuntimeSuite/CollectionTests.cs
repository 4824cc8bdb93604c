// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

internal static class CollectionTests
{
    [TargetTest]
    public static void Dictionaries()
    {
        var map = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < 1000; i++)
        {
            map[$"Key{i}"] = i;
        }

        Check.Equal(1000, map.Count);
        Check.Equal(777, map["kEY777"]);
        Check.True(map.Remove("key5") && !map.ContainsKey("Key5"));
        Check.Throws<KeyNotFoundException>(() => _ = map["absent"]);
        CollectionsMarshal.GetValueRefOrAddDefault(map, "new", out var existed) = 3;
        Check.True(!existed && map["new"] == 3);
    }

    [TargetTest]
    public static void DictionaryWithStructKeys()
    {
        var map = new Dictionary<(int, string), List<int>>();
        for (var i = 0; i < 100; i++)
        {
            var key = (i % 10, (i % 3).ToString());
            (map.TryGetValue(key, out var list) ? list : map[key] = []).Add(i);
        }

        Check.Equal(30, map.Count);
        Check.Equal(100, map.Values.Sum(l => l.Count));
    }

    [TargetTest]
    public static void SetsAndSortedCollections()
    {
        var set = new HashSet<int>([3, 1, 2, 3]);
        set.SymmetricExceptWith([2, 9]);
        Check.Sequence([1, 3, 9], set.Order());
        var sorted = new SortedDictionary<string, int> { ["b"] = 2, ["a"] = 1, ["c"] = 3 };
        Check.Equal("abc", string.Concat(sorted.Keys));
        Check.Sequence([2, 3, 4], new SortedSet<int>([5, 3, 4, 2, 1]).GetViewBetween(2, 4));
    }

    [TargetTest]
    public static void QueuesStacksAndLinkedLists()
    {
        var queue = new Queue<int>(Enumerable.Range(0, 100));
        Check.Equal(0, queue.Dequeue());
        queue.Enqueue(100);
        Check.Equal(100, queue.Count);
        var stack = new Stack<string>(["a", "b"]);
        Check.Equal("b", stack.Pop());
        var list = new LinkedList<int>([1, 3]);
        list.AddAfter(list.First!, 2);
        Check.Sequence([1, 2, 3], list);
    }

    [TargetTest]
    public static void PriorityQueues()
    {
        var queue = new PriorityQueue<string, int>();
        foreach (var (text, priority) in new[] { ("low", 9), ("high", 1), ("middle", 5) })
        {
            queue.Enqueue(text, priority);
        }

        Check.Equal("high middle low", string.Join(' ', queue.Dequeue(), queue.Dequeue(), queue.Dequeue()));
    }

    [TargetTest]
    public static void LinqQueries()
    {
        var people = new[] { ("Ada", 36), ("Bob", 20), ("Cid", 36), ("Dan", 20), ("Eve", 51) };
        var groups = people.GroupBy(p => p.Item2).OrderByDescending(g => g.Key).Select(g => $"{g.Key}:{string.Join("", g.Select(p => p.Item1[0]))}");
        Check.Sequence(["51:E", "36:AC", "20:BD"], groups);
        var joined = from p in people
                     join n in new[] { (36, "x"), (51, "y") } on p.Item2 equals n.Item1
                     orderby p.Item1 descending
                     select p.Item1 + n.Item2;
        Check.Sequence(["Evey", "Cidx", "Adax"], joined);
        Check.Equal(163, people.Sum(p => p.Item2));
        Check.Equal(("Eve", 51), people.MaxBy(p => p.Item2));
        Check.Sequence(["12", "3"], new[] { 1, 2, 3 }.Chunk(2).Select(c => string.Concat(c)));
    }

    [TargetTest]
    public static void LinqSetOperationsAndAggregates()
    {
        Check.Sequence([2, 3], new[] { 1, 2, 3 }.Intersect([2, 3, 4]));
        Check.Sequence([1, 2, 3, 4], new[] { 1, 2 }.Union([2, 3, 4]));
        Check.Equal("((1+2)+3)", new[] { "1", "2", "3" }.Aggregate((a, b) => $"({a}+{b})"));
        Check.Equal(2.5, new[] { 1, 2, 3, 4 }.Average());
        Check.Sequence(["a1", "b2"], new[] { "a", "b" }.Zip([1, 2], (s, n) => s + n));
        Check.Equal(3, new[] { 1, 2, 3 }.ToLookup(n => n % 2)[1].Last());
    }

    [TargetTest]
    public static void SortingIsCorrectAndStableWhereItMustBe()
    {
        var random = new Random(42);
        var numbers = Enumerable.Range(0, 5000).Select(_ => random.Next(1000)).ToArray();
        var sorted = (int[])numbers.Clone();
        Array.Sort(sorted);
        for (var i = 1; i < sorted.Length; i++)
        {
            Check.True(sorted[i - 1] <= sorted[i]);
        }

        var pairs = numbers.Select((n, i) => (n, i)).OrderBy(p => p.n).ToArray();
        for (var i = 1; i < pairs.Length; i++)
        {
            Check.True(pairs[i - 1].n < pairs[i].n || pairs[i - 1].i < pairs[i].i);
        }

        Check.True(Array.BinarySearch(sorted, sorted[2500]) >= 0);
    }

    [TargetTest]
    public static void SpanSearchAndSort()
    {
        Span<int> values = [5, 1, 4, 1, 3];
        values.Sort();
        Check.Equal(3, values.IndexOf(4));
        Check.Equal(0, values.IndexOf(1));
        Check.Equal(-1, values.IndexOf(9));
        values.Reverse();
        Check.Equal(5, values[0]);
        ReadOnlySpan<char> text = "a long enough text to use vector registers in a search for the letter Z at its end";
        Check.Equal(text.Length - 12, text.IndexOf('Z'));
        Check.Equal('Z', text[text.IndexOfAny('Z', 'Q')]);
        Check.True(text.Contains("enough", StringComparison.Ordinal));
    }

    [TargetTest]
    public static void MemoryAndPools()
    {
        var rented = ArrayPool<byte>.Shared.Rent(1000);
        Check.True(rented.Length >= 1000);
        rented.AsSpan().Fill(7);
        var memory = rented.AsMemory(10, 20);
        Check.Equal(140, memory.ToArray().Sum(b => b));
        ArrayPool<byte>.Shared.Return(rented);
        using var owner = MemoryPool<int>.Shared.Rent(5);
        owner.Memory.Span[4] = 1;
        Check.Equal(1, owner.Memory.Span[4]);
        var writer = new ArrayBufferWriter<byte>();
        writer.Write("abc"u8);
        Check.Equal(3, writer.WrittenCount);
    }

    [TargetTest]
    public static void SpanReinterpretation()
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Cast<byte, uint>(bytes)[1] = 0x01020304;
        Check.Equal((byte)4, bytes[4]);
        Check.Equal(4, Unsafe.SizeOf<uint>());
        ref var word = ref MemoryMarshal.AsRef<ulong>(bytes);
        Check.Equal(0x0102030400000000UL, word);
    }

    [TargetTest]
    public static void ConcurrentCollections()
    {
        var map = new ConcurrentDictionary<int, string>();
        for (var i = 0; i < 500; i++)
        {
            map.GetOrAdd(i % 50, k => k.ToString());
        }

        Check.Equal(50, map.Count);
        Check.Equal("7!", map.AddOrUpdate(7, "new", (_, old) => old + "!"));
        var queue = new ConcurrentQueue<int>([1, 2]);
        Check.True(queue.TryDequeue(out var first) && first == 1);
        var bag = new ConcurrentBag<int> { 1 };
        Check.True(bag.TryTake(out _) && bag.IsEmpty);
    }

    [TargetTest]
    public static void ImmutableAndFrozenCollections()
    {
        var list = ImmutableList.Create(1, 2, 3);
        Check.Sequence([1, 2, 3, 4], list.Add(4));
        Check.Equal(3, list.Count);
        var map = ImmutableDictionary<string, int>.Empty.Add("a", 1).SetItem("a", 2);
        Check.Equal(2, map["a"]);
        var frozen = new[] { "x", "yy", "zzz" }.ToFrozenDictionary(s => s, s => s.Length);
        Check.Equal(3, frozen["zzz"]);
    }

    [TargetTest]
    public static void ConditionalWeakTables()
    {
        var table = new ConditionalWeakTable<object, string>();
        var key = new object();
        table.Add(key, "attached");
        Check.True(table.TryGetValue(key, out var value) && value == "attached");
        Check.True(!table.TryGetValue(new object(), out _));
        GC.Collect();
        Check.True(table.TryGetValue(key, out value) && value == "attached");
        GC.KeepAlive(key);
    }

    [TargetTest]
    public static void BitArraysAndObservableOrder()
    {
        var bits = new BitArray(70) { [69] = true };
        Check.True(bits[69] && !bits[68]);
        bits.Not();
        Check.Equal(69, bits.Cast<bool>().Count(b => b));
    }

    [TargetTest]
    public static void ModifyingWhileEnumeratingThrows()
    {
        var list = new List<int> { 1, 2, 3 };
        Check.Throws<InvalidOperationException>(() =>
        {
            foreach (var n in list)
            {
                list.Add(n);
            }
        });
    }
}
