// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using CsCheck;
using SeL4.Build.Guests;
using SeL4.Build.Kernels;
using SeL4.Build.Tests.Guests;
using SeL4.Build.Tests.Support;
using Xunit.Abstractions;

namespace SeL4.Build.Tests.Kernels;

public sealed class DeviceTreeParserTests(ITestOutputHelper output)
{
    private const long Iterations = 20_000;
    private const int MostDepth = 64;

    // Words of the header.
    private const int Magic = 0;
    private const int Size = 4;
    private const int Structure = 8;
    private const int Strings = 12;
    private const int Reservations = 16;
    private const int Version = 20;
    private const int LastCompatible = 24;
    private const int StringsSize = 32;
    private const int StructureSize = 36;

    private static readonly byte[] Good = GuestDeviceTree.Write(GuestMachine.Parse("16M", 2, trace: false), "a b", (0x4080_0000, 0x4080_0123));

    private static readonly Gen<string> Name = Gen.Char['!', '~'].Array[1, 8].Select(characters => new string(characters));

    private static readonly Gen<(string Name, uint[] Cells)[]> Properties =
        Gen.Select(Name, Gen.UInt.Array[0, 5]).Array[0, 4].Select(all => all.DistinctBy(one => one.Item1).ToArray());

    [Fact]
    public void Nodes_and_properties_are_read()
    {
        (DeviceTreeNode root, int size) = DeviceTreeParser.Parse([.. Good, 1, 2, 3]);
        Assert.Equal(Good.Length, size);
        Assert.Equal("", root.Name);
        Assert.Equal("linux,dummy-virt", root.Text("compatible"));
        Assert.Equal(2u, root.Cell("#address-cells", 0));
        Assert.Equal(7u, root.Cell("none", 7));
        Assert.Equal("a b", root.Child("chosen")!.Text("bootargs"));
        Assert.Equal(["cpu@0", "cpu@1"], root.Child("cpus")!.Children.Select(node => node.Name));
        Assert.Null(root.Child("none"));
        Assert.Null(root.Text("none"));
        Assert.Throws<FormatException>(() => root.Cell("compatible", 0));
    }

    [Fact]
    public void What_the_writer_writes_the_parser_reads() => Node(4).Sample(
        tree =>
        {
            var writer = new DeviceTreeWriter();
            Write(writer, tree);
            Assert.Equal(Text(tree), Text(DeviceTreeParser.Parse(writer.ToArray()).Root));
        },
        iter: 1000,
        threads: 1);

    [Theory]
    [InlineData(Magic, 0xfeed_0dd0, "it begins with 0xfeed0dd0, not 0xd00dfeed")]
    [InlineData(Size, 39, "it says that it has 39 bytes, but the file has ")]
    [InlineData(Size, uint.MaxValue, "it says that it has 4294967295 bytes")]
    [InlineData(Version, 15, "it has version 15")]
    [InlineData(LastCompatible, 18, "compatible with 18")]
    [InlineData(Structure, uint.MaxValue, "its structure block is ")]
    [InlineData(Structure, 0x39, "its structure block is ")]
    [InlineData(Structure, 0, "its structure block is ")]
    [InlineData(StructureSize, uint.MaxValue, "its structure block is 0xffffffff bytes")]
    [InlineData(StructureSize, 8, "its structure block ends inside of a node")]
    [InlineData(StructureSize, 0, "its structure block ends inside of a node")]
    [InlineData(Strings, uint.MaxValue, "its strings block is ")]
    [InlineData(StringsSize, uint.MaxValue, "its strings block is 0xffffffff bytes")]
    [InlineData(StringsSize, 3, "a name in it has no end")]
    [InlineData(StringsSize, 0, "the name of a property is at 0x0 of its strings block, which has 0x0 bytes")]
    [InlineData(Reservations, uint.MaxValue, "its memory reservations begin at 0xffffffff and have no end")]
    [InlineData(Reservations, 0x2c, "its memory reservations begin at 0x2c")]
    [InlineData(Reservations, 0, "its memory reservations begin at 0x0")]
    public void A_header_that_cannot_be_right_is_refused(int at, uint value, string message) => Refused(Changed(at, value), message);

    [Fact]
    public void Tokens_and_sizes_that_cannot_be_right_are_refused()
    {
        int structure = (int)BinaryPrimitives.ReadUInt32BigEndian(Good.AsSpan(Structure));
        Refused(Changed(structure, 3), "token 0x3 at 0x0 of its structure block is not one that can stand there"); // a property without a node
        Refused(Changed(structure, 2), "token 0x2 at 0x0");
        Refused(Changed(structure, 9), "token 0x9 at 0x0");
        Refused(Changed(structure, 5), "token 0x5 at 0x0");
        Refused(Changed(structure + 8, 9), "token 0x9 at 0x8"); // the end inside of a node
        Refused(Changed(structure + 4, 0x0700_0000), "a name in it is not printable");
        Refused(Changed(structure + 12, uint.MaxValue), "property compatible has 0xffffffff bytes, more than its structure block has left");
        Refused(Changed(structure + 12, 0x7fff_fffd), "property compatible has 0x7ffffffd bytes");
        Refused(Changed(structure + 16, 0x8000_0000), "the name of a property is at 0x80000000");
    }

    [Fact]
    public void Two_roots_and_nodes_that_are_too_deep_are_refused()
    {
        Refused(new DeviceTreeWriter().Node("", () => { }).Node("", () => { }).ToArray(), "it has two roots");
        Assert.NotNull(DeviceTreeParser.Parse(Deep(MostDepth)).Root);
        Refused(Deep(MostDepth + 1), $"it has nodes in more than {MostDepth} others");
    }

    [Fact]
    public void A_tree_that_is_cut_short_anywhere_is_refused() =>
        Assert.All(Enumerable.Range(0, Good.Length), length => Refused(Good[..length], "it "));

    [Fact]
    public void A_tree_of_version_16_says_nothing_of_its_structure_block()
    {
        byte[] tree = Changed(Version, 16);
        BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(StructureSize), 0);
        Assert.Equal("a b", DeviceTreeParser.Parse(tree).Root.Child("chosen")!.Text("bootargs"));
    }

    [Fact]
    public void Memory_that_makes_no_sense_is_refused()
    {
        Assert.Throws<FormatException>(() => DeviceTree.Memory(FakeDeviceTree.Bytes((ulong.MaxValue, 2))));
        Assert.Throws<FormatException>(() => DeviceTree.Memory(Root("#address-cells", 3)));
        Assert.Throws<FormatException>(() => DeviceTree.Memory(Root("#size-cells", 0)));
    }

    /// <summary>CsCheck_Seed repeats a failure, CsCheck_Time=SECONDS lets it run for longer.</summary>
    [Fact]
    public void A_damaged_tree_is_refused_in_a_line_or_read()
    {
        int read = 0;
        int refused = 0;
        Mutations.Of([Good, Deep(MostDepth), FakeDeviceTree.OneGiB()], header: 64).Sample(
            tree => _ = TryRead(tree) ? read++ : refused++,
            output.WriteLine,
            iter: Iterations,
            threads: 1);
        Assert.InRange((double)read / (read + refused), 0.02, 0.98);
    }

    private static Gen<DeviceTreeNode> Node(int depth) => Gen.Select(
        Name,
        Properties,
        depth == 0 ? Gen.Const<DeviceTreeNode[]>([]) : Node(depth - 1).Array[0, 3],
        (name, properties, children) =>
        {
            var node = new DeviceTreeNode(name);
            node.Children.AddRange(children);
            foreach ((string property, uint[] cells) in properties)
            {
                node.Properties.Add(property, [.. cells.SelectMany(cell => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(cell)))]);
            }

            return node;
        });

    private static void Write(DeviceTreeWriter writer, DeviceTreeNode node) => writer.Node(node.Name, () =>
    {
        foreach ((string name, byte[] value) in node.Properties)
        {
            writer.Property(name, [.. value.Chunk(4).Select(cell => BinaryPrimitives.ReadUInt32BigEndian(cell))]);
        }

        node.Children.ForEach(child => Write(writer, child));
    });

    private static string Text(DeviceTreeNode node) =>
        $"{node.Name}({string.Join(';', node.Properties.Select(p => $"{p.Key}={Convert.ToHexString(p.Value)}"))})"
        + $"{{{string.Join(' ', node.Children.Select(Text))}}}";

    private static bool TryRead(byte[] tree)
    {
        try
        {
            (DeviceTreeNode root, int size) = DeviceTreeParser.Parse(tree);
            Assert.InRange(size, 40, tree.Length);
            Assert.InRange(Bytes(root), 0, size);
            Assert.All(DeviceTree.Memory(root), range => Assert.InRange(range.Size, 0ul, ulong.MaxValue - range.Start));
            return true;
        }
        catch (FormatException refusal)
        {
            Assert.DoesNotContain(refusal.Message, char.IsControl);
            return false;
        }
    }

    // Of values: each has its place in the tree.
    private static int Bytes(DeviceTreeNode node) => node.Properties.Values.Sum(value => value.Length) + node.Children.Sum(Bytes);

    private static byte[] Changed(int at, uint value)
    {
        byte[] tree = [.. Good];
        BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(at), value);
        return tree;
    }

    private static byte[] Deep(int depth)
    {
        var writer = new DeviceTreeWriter();
        Nest(0);
        return writer.ToArray();

        void Nest(int level)
        {
            if (level < depth)
            {
                writer.Node(level == 0 ? "" : "n", () => Nest(level + 1));
            }
        }
    }

    private static DeviceTreeNode Root(string property, uint value)
    {
        var writer = new DeviceTreeWriter();
        return DeviceTreeParser.Parse(writer.Node("", () => writer.Property(property, value)).ToArray()).Root;
    }

    private static void Refused(byte[] tree, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => DeviceTreeParser.Parse(tree)).Message);
}
