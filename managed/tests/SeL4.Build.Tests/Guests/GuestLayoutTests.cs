// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Guests;

public sealed class GuestLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Device_tree_and_ram_disk_lie_at_the_top_of_ram()
    {
        GuestLayout layout = Place(new byte[100], "1M", new GuestExtras("quiet", new byte[5000]));
        Assert.Equal(3, layout.Blobs.Count);
        Assert.Equal((0x4000_0000ul, 100), (layout.Blobs[0].Address, layout.Blobs[0].Content.Length));
        Assert.Equal(0x400f_e000ul, layout.Blobs[1].Address);
        Assert.Equal(layout.DeviceTree, layout.Blobs[2].Address);
        Assert.Equal(0ul, layout.DeviceTree % 8);
        Dictionary<string, byte[]> tree = DeviceTreeReader.Read(layout.Blobs[2].Content.ToArray());
        Assert.Equal([0x400f_e000ul], DeviceTreeReader.Numbers(tree["/chosen:linux,initrd-start"]));
        Assert.Equal([0x400f_e000ul + 5000], DeviceTreeReader.Numbers(tree["/chosen:linux,initrd-end"]));
        AssertApart(layout);
    }

    [Fact]
    public void They_keep_clear_of_a_guest_that_lies_there()
    {
        byte[] file = ElfBuilder.Build(
            0x4000_0000, new(0x4000_0000, 0x4000_0000, 16, 0x1000), new(0x4008_0000, 0x4008_0000, 16, 0x8_0000));
        GuestLayout layout = Place(file, "1M", new GuestExtras("", new byte[5000]));
        Assert.InRange(layout.DeviceTree, 0x4000_1000ul, 0x4007_ffffu);
        AssertApart(layout);
    }

    [Fact]
    public void A_guest_that_leaves_no_room_is_refused()
    {
        Assert.Contains(
            "no room for the guest's device tree",
            Assert.Throws<UserErrorException>(() => Place(new byte[0x10_0000 - 64], "1M", new GuestExtras())).Message);
        Assert.Contains(
            "no room for the initial RAM disk of 1048576 bytes beside the raw binary in the guest's RAM, [0x40000000, 0x40100000)",
            Assert.Throws<UserErrorException>(() => Place(new byte[4], "1M", new GuestExtras("", new byte[0x10_0000]))).Message);
        Assert.Contains(
            "no room", Assert.Throws<UserErrorException>(() => Place(new byte[4], "4K", new GuestExtras("", new byte[8192]))).Message);
    }

    [Fact]
    public void Another_device_tree_takes_the_place_of_the_machines()
    {
        byte[] own = GuestDeviceTree.Write(GuestMachine.Parse("2M", 1, false), "mine", null);
        var extras = GuestExtras.Read(null, null, Write("own.dtb", own));
        Assert.Equal(own, Place(new byte[4], "1M", extras).Blobs[1].Content.ToArray());
    }

    [Fact]
    public void Files_that_do_not_fit_are_refused_in_a_line()
    {
        byte[] tree = GuestDeviceTree.Write(GuestMachine.Parse("2M", 1, false), "", null);
        string good = Write("good.dtb", tree);
        Refused("--append is told to the guest by its device tree", "quiet", null, good);
        Refused("--initrd is told to the guest by its device tree", null, good, good);
        Refused("zero byte", "a\0b", null, null);
        Refused("--initrd /none: no such file", null, "/none", null);
        Refused("--dtb /none: no such file", null, null, "/none");
        Refused("the file is empty", null, Write("empty", []), null);
        Refused("ends inside its header", null, null, Write("short.dtb", tree[..39]));
        Refused("begins with 0x", null, null, Write("text.dtb", new byte[100]));
        Refused($"says that it has {tree.Length} bytes, but the file has {tree.Length - 1}", null, null, Write("cut.dtb", tree[..^1]));
        Refused("more than 2 MiB", null, null, Write("large.dtb", [.. tree, .. new byte[2 << 20]]));
        Refused("it is the source of one; compile it first (dtc)", null, null, Write("source.dts", [.. "/dts-v1/;\n/ { };\n"u8]));
        Refused("not UTF-8", "a\ufffdb", null, null);
        Refused("not UTF-8", "a\ud800", null, null);
    }

    [Fact]
    public void What_lies_behind_a_device_tree_in_its_file_stays_there()
    {
        byte[] tree = GuestDeviceTree.Write(GuestMachine.Parse("2M", 1, false), "", null);
        Assert.Equal(tree, GuestExtras.Read(null, null, Write("long.dtb", [.. tree, 1, 2, 3])).DeviceTree);
    }

    [Theory]
    [InlineData(2047, 2047, true)]
    [InlineData(2048, 2048, false)]
    [InlineData(1024, 2048, false)]
    public void Linux_is_told_no_more_than_it_takes(int characters, int bytes, bool fits)
    {
        string text = new(bytes == characters ? 'x' : 'ä', characters);
        string image = Write("image", ImageBuilder.Build(64, 64, 0));
        string other = Write("other", [1, 2, 3, 4]);
        byte[] tree = GuestDeviceTree.Write(GuestMachine.Parse("2M", 1, false), text, null);
        GuestExtras[] ways = [GuestExtras.Read(text, null, null), GuestExtras.Read(null, null, Write("own.dtb", tree))];
        foreach (GuestExtras extras in ways)
        {
            Open(other, extras).Dispose();
            if (fits)
            {
                Open(image, extras).Dispose();
            }
            else
            {
                Assert.Equal(
                    $"{image}: the command line has {bytes} bytes, and Linux for arm64 takes 2047 (COMMAND_LINE_SIZE)",
                    Assert.Throws<UserErrorException>(() => Open(image, extras)).Message);
            }
        }
    }

    private static GuestParcel Open(string file, GuestExtras extras) =>
        GuestParcel.Create(file, GuestMachine.Parse("2M", 1, false), null, extras);

    private static GuestLayout Place(byte[] file, string ram, GuestExtras extras)
    {
        GuestMachine machine = GuestMachine.Parse(ram, 1, false);
        return GuestLayout.Create(file, GuestImage.Read(file, machine, null), machine, extras);
    }

    private static void AssertApart(GuestLayout layout)
    {
        (ulong Start, ulong End)[] ranges =
        [
            .. layout.Image.Segments.Select(s => (s.Address, s.End)),
            .. layout.Blobs.Skip(layout.Image.Segments.Count).Select(b => (b.Address, b.Address + (ulong)b.Content.Length)),
        ];
        foreach ((ulong start, ulong end) in ranges)
        {
            Assert.InRange(end, start, 0x4010_0000ul);
            Assert.Single(ranges, other => other.Start < end && start < other.End);
        }
    }

    private static void Refused(string message, string? commandLine, string? initrd, string? tree) => Assert.Contains(
        message, Assert.Throws<UserErrorException>(() => GuestExtras.Read(commandLine, initrd, tree)).Message);

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        return _folder.File(name);
    }
}
