// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;
using SeL4.Build.Kernels;
using SeL4.Build.Tests.Support;
using SeL4.Guests;

namespace SeL4.Build.Tests.Guests;

public sealed class GuestCapacityTests : IDisposable
{
    private const ulong SlotBytes = 32;
    private const ulong StartBytes = 2 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kernel_slots_root_task_and_the_VMM_are_not_for_the_guest()
    {
        var kernel = KernelPrefix.Open(FakePrefix.Create(_folder, "k"));
        ulong without = FakePrefix.ManagedMemory - FakePrefix.KernelSize - (SlotBytes << 17) - StartBytes - ParcelHeader.VmmBytes;
        Assert.Equal(new GuestCapacity(FakePrefix.ManagedMemory, without), GuestCapacity.Find(kernel, rootTask: null));

        string task = _folder.File("task.elf");
        File.WriteAllBytes(task, ElfBuilder.Build(0x1000, new(0x1000, 0x1000, 16, 0x1000), new(0x10_0000, 0x10_0000, 0, 0x1000)));
        Assert.Equal(without - 0x10_0000, GuestCapacity.Find(kernel, task).Guest);
    }

    [Fact]
    public void A_kernel_that_needs_all_of_it_leaves_nothing()
    {
        var kernel = KernelPrefix.Open(FakePrefix.Create(_folder, "k", c => c["ROOT_CNODE_SIZE_BITS"] = "25")); // 1 GiB of slots
        Assert.Equal(0ul, GuestCapacity.Find(kernel, rootTask: null).Guest);
    }

    [Theory]
    [InlineData("{\"devices\": [], \"memory\": [{\"start\": 1610612736, \"end\": 2147483648}]}", 0x2000_0000)]
    [InlineData("devices:\n- end: 0x8000000\n  start: 0x0\nmemory:\n- end: 0x80000000\n  start: 0x60000000\n", 0x2000_0000)]
    [InlineData("memory:\n- {start: 0x1000, end: 0x3000}\n- {start: 0x8000, end: 0x9000}\n", 0x3000)]
    public void Memory_is_read_from_either_kind_of_file(string text, ulong expected) => Assert.Equal(expected, PlatformMemory.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("memory:\n")]
    [InlineData("memory: 5\n")]
    [InlineData("{\"memory\": [{\"start\": 5, \"end\": 4}]}")]
    [InlineData("{\"memory\": [{\"start\": \"x\", \"end\": 4}]}")]
    [InlineData("{\"memory\": [{\"start\": -1, \"end\": 4}]}")]
    [InlineData("[\n")]
    public void A_file_that_names_no_memory_is_refused(string text)
    {
        Assert.DoesNotContain(Assert.Throws<FormatException>(() => PlatformMemory.Read(text)).Message, char.IsControl);
        string prefix = FakePrefix.Create(_folder, "k");
        _folder.Write("k/support/platform_gen.json", text);
        Assert.StartsWith(
            $"the kernel at {prefix} does not fit: support/platform_gen.json: ",
            Assert.Throws<UnfitKernelException>(() => GuestCapacity.Find(KernelPrefix.Open(prefix), null)).Message);
    }

    [Fact]
    public void A_damaged_kernel_is_named()
    {
        string prefix = FakePrefix.Create(_folder, "k");
        _folder.Write("k/bin/kernel.elf", "");
        Assert.Equal(
            $"{prefix}/bin/kernel.elf: the ELF file is damaged: it ends inside its header",
            Assert.Throws<UserErrorException>(() => GuestCapacity.Find(KernelPrefix.Open(prefix), null)).Message);
    }
}
