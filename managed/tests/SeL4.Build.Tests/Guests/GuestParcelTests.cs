// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using SeL4.Build.Guests;
using SeL4.Build.Tests.Support;
using SeL4.Guests;

namespace SeL4.Build.Tests.Guests;

public sealed class GuestParcelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_parcel_holds_the_machine_and_the_segments()
    {
        byte[] file = ElfBuilder.Build(
            0x4000_0000, new(0x4000_0000, 0x4000_0000, 5, 5), new(0x4000_1000, 0x4000_1000, 70, 0x1000));
        GuestMachine machine = GuestMachine.Parse("2M", 3, trace: true) with { TimeLimit = 1.5 };
        using var stream = new MemoryStream();
        GuestLayout layout = GuestLayout.Create(file, GuestImage.Read(file, machine, null), machine, new GuestExtras());
        GuestParcel.Write(stream, layout, machine);

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Equal("SeL4VmG3", new string(reader.ReadChars(8)));
        Assert.Equal((ulong)stream.Length, reader.ReadUInt64());
        Assert.Equal([0x4000_0000ul, 0x20_0000ul, 0x4000_0000ul, layout.DeviceTree], Words(reader, 4));
        Assert.Equal(3u, reader.ReadUInt32());
        Assert.Equal(1u, reader.ReadUInt32());
        Assert.Equal([1500ul, 3ul], Words(reader, 2));
        ulong treeSize = (ulong)layout.Blobs[2].Content.Length;
        Assert.Equal(
            [0x4000_0000ul, 192ul, 5ul, 0x4000_1000ul, 256ul, 70ul, layout.DeviceTree, 384ul, treeSize], Words(reader, 9));
        stream.Position = 192;
        Assert.Equal([1, 1, 1, 1, 1, 0], reader.ReadBytes(6));
        stream.Position = 256;
        Assert.Equal(Enumerable.Repeat((byte)2, 70), reader.ReadBytes(70));
        stream.Position = 384;
        Assert.Equal(layout.Blobs[2].Content.ToArray(), reader.ReadBytes((int)treeSize));
    }

    [Fact]
    public void The_emulator_finds_the_parcel_as_long_as_there_is_one()
    {
        string guest = _folder.Write("guest.bin", "\0\0\0\0");
        string path;
        using (var parcel = GuestParcel.Create(guest, GuestMachine.Parse("1M", 1, false)))
        {
            Assert.Equal("-device", parcel.QemuArguments[0]);
            path = parcel.QemuArguments[1].Split("file=")[1].Split(",addr=0x50000000,force-raw=on")[0];
            Assert.StartsWith($"/proc/{Environment.ProcessId}/fd/", path); // in no folder, so that nobody has to delete it
            using Process reader = Process.Start(new ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true })!;
            using var read = new MemoryStream();
            reader.StandardOutput.BaseStream.CopyTo(read);
            Assert.Equal("SeL4VmG3"u8.ToArray(), read.ToArray()[..8]);
            Assert.Equal((ulong)read.Length, BitConverter.ToUInt64(read.ToArray(), 8));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_refusal_names_the_file()
    {
        string missing = _folder.File("missing");
        Assert.Equal($"{missing}: no such file", Message(missing));
        Assert.Equal("--guest: names no file", Message(""));
        Assert.Equal($"{_folder.Path}: a folder, not a file", Message(_folder.Path));
        string empty = _folder.Write("empty", "");
        Assert.Equal($"{empty}: the file is empty", Message(empty));
        Assert.Equal("/dev/zero: not a regular file", Message("/dev/zero"));
        Assert.Equal($"{Link("device", "/dev/zero")}: not a regular file", Message(_folder.File("device")));
        Assert.Equal(
            $"{Link("dangling", missing)}: a symbolic link to {missing}, which does not exist", Message(_folder.File("dangling")));
        Assert.StartsWith($"{Link("circle", _folder.File("circle"))}: ", Message(_folder.File("circle")));
        string large = _folder.File("large");
        using (FileStream stream = File.Create(large))
        {
            stream.SetLength((long)ParcelHeader.LargestSize + 1);
        }

        Assert.Contains("does not fit the 256 MiB", Message(large));
        Assert.Contains("does not fit the 256 MiB", Message(Link("to-large", large)));
    }

    private string Link(string name, string target) => File.CreateSymbolicLink(_folder.File(name), target).FullName;

    private static string Message(string file) =>
        Assert.Throws<UserErrorException>(() => GuestParcel.Create(file, GuestMachine.Parse("1G", 1, false))).Message;

    private static IEnumerable<ulong> Words(BinaryReader reader, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => reader.ReadUInt64())];
}
