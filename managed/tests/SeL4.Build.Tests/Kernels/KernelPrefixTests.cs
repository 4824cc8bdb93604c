// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Machines;

namespace SeL4.Build.Tests.Kernels;

public sealed class KernelPrefixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_prefix_that_fits_is_opened_and_described()
    {
        KernelPrefix prefix = KernelPrefix.Open(FakePrefix.Create(_folder, "k"));
        Assert.True(prefix.Configuration.Debug);
        Assert.Equal(
            "aarch64, qemu-arm-virt, EL2, cortex-a57, GICv2, not MCS, debug, printing", prefix.Configuration.Describe());
    }

    [Theory]
    [InlineData("SEL4_ARCH", "riscv64", "KernelSel4Arch is riscv64, must be aarch64")]
    [InlineData("ARM_HYPERVISOR_SUPPORT", false, "KernelArmHypervisorSupport is OFF (the kernel runs at EL1), must be ON")]
    [InlineData("KERNEL_MCS", true, "KernelIsMCS is ON, must be OFF")]
    [InlineData("MAX_NUM_NODES", "4", "KernelMaxNumNodes is 4, must be 1")]
    [InlineData("EXPORT_PCNT_USER", false, "KernelArmExportPCNTUser is OFF (the root task reads the counter), must be ON")]
    [InlineData("EXPORT_PTMR_USER", false, "KernelArmExportPTMRUser is OFF (the root task needs a timer), must be ON")]
    [InlineData("VTIMER_UPDATE_VOFFSET", true, "KernelArmVtimerUpdateVOffset is ON (a waiting vCPU's time stands still), must be OFF")]
    public void A_configuration_that_does_not_fit_is_refused_with_its_option(string key, object value, string reason)
    {
        string path = FakePrefix.Create(_folder, "k", c => c[key] = value);
        UnfitKernelException error = Assert.Throws<UnfitKernelException>(() => KernelPrefix.Open(path));
        Assert.Equal($"the kernel at {path} does not fit: {reason}", error.Message);
    }

    [Theory]
    [InlineData("bin/kernel.elf")]
    [InlineData("libsel4/include/kernel/gen_config.json")]
    [InlineData("libsel4/include/kernel/gen_config.h")]
    [InlineData("libsel4/include/sel4/sel4.h")]
    [InlineData("support/kernel.dtb")]
    [InlineData("support/platform_gen.json")]
    public void A_missing_file_is_named(string file)
    {
        string path = FakePrefix.Create(_folder, "k");
        File.Delete(Path.Combine(path, file));
        string message = Assert.Throws<UnfitKernelException>(() => KernelPrefix.Open(path)).Message;
        Assert.Contains($"{file} is missing", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void The_yaml_form_of_the_platform_file_will_do()
    {
        string path = FakePrefix.Create(_folder, "k");
        File.Move(Path.Combine(path, "support/platform_gen.json"), Path.Combine(path, "support/platform_gen.yaml"));
        KernelPrefix.Open(path);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains(
            "there is no such folder", Assert.Throws<UnfitKernelException>(() => KernelPrefix.Open(_folder.File("none"))).Message);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public void A_configuration_that_cannot_be_read_is_refused_in_one_line(string json)
    {
        string path = FakePrefix.Create(_folder, "k");
        _folder.Write("k/libsel4/include/kernel/gen_config.json", json);
        string message = Assert.Throws<UnfitKernelException>(() => KernelPrefix.Open(path)).Message;
        Assert.Contains("cannot be read", message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("PLAT", "imx8mm-evk", "KernelPlatform is imx8mm-evk, must be qemu-arm-virt (see qemu/machines)")]
    [InlineData("ARM_GIC_V3_SUPPORT", true, "QEMU_GIC_VERSION is 3, the machine qemu-arm-virt has version 2 (see qemu/machines)")]
    public void A_kernel_for_no_machine_is_refused_with_its_option(string key, object value, string reason)
    {
        KernelPrefix prefix = KernelPrefix.Open(FakePrefix.Create(_folder, "k", c => c[key] = value));
        UnfitKernelException error = Assert.Throws<UnfitKernelException>(
            () => MachineSelection.For(TestRepository.Real, prefix, null));
        Assert.EndsWith(reason, error.Message);
    }

    [Theory]
    [InlineData("HARDWARE_DEBUG_API", true, false)]
    [InlineData("HARDWARE_DEBUG_API", false, true)]
    [InlineData("VCPU_FULL_ISOLATION", true, false)]
    [InlineData("COLOUR_PRINTING", true, true)]
    public void A_kernel_without_the_debug_api_wants_trusted_guests(string key, bool value, bool warns)
    {
        string? warning = KernelPrefix.Open(FakePrefix.Create(_folder, "k", c => c[key] = value)).Configuration.GuestWarning;
        Assert.Equal(warns, warning is not null);
        if (warning is not null)
        {
            Assert.Contains("HardwareDebugAPI", warning);
            Assert.DoesNotContain('\n', warning);
        }
    }

    [Fact]
    public void The_machine_is_the_one_with_the_cpu_of_the_kernel()
    {
        static void A53(Dictionary<string, object> c) => (c["ARM_CORTEX_A53"], c["ARM_CORTEX_A57"]) = (true, false);
        KernelPrefix a57 = KernelPrefix.Open(FakePrefix.Create(_folder, "a57"));
        KernelPrefix a53 = KernelPrefix.Open(FakePrefix.Create(_folder, "a53", A53));
        Assert.Equal("qemu-arm-virt", MachineSelection.For(TestRepository.Real, a57, null).Name);
        Assert.Equal("qemu-arm-virt-a53", MachineSelection.For(TestRepository.Real, a53, null).Name);
        Machine named = MachineSelection.For(TestRepository.Real, a57, "qemu-arm-virt");
        Assert.Equal("cortex-a57", named.Cpu);
        Assert.EndsWith(
            "ARM_CPU is cortex-a53, the machine qemu-arm-virt has a cortex-a57",
            Assert.Throws<UnfitKernelException>(() => MachineSelection.For(TestRepository.Real, a53, "qemu-arm-virt")).Message);
    }

    [Theory]
    [InlineData(0x4000_0000, 0x8000_0000, 2048)]
    [InlineData(0x4000_0000, 0x2000_0000, 512)]
    [InlineData(0x6000_0000, 0x2000_0001, 1025)] // the kernel leaves the beginning of RAM out
    public void The_machine_has_the_memory_that_the_kernel_was_built_for(ulong start, ulong size, int memory)
    {
        string path = FakePrefix.Create(_folder, "k");
        File.WriteAllBytes(Path.Combine(path, "support", "kernel.dtb"), FakeDeviceTree.Bytes((start, size)));
        KernelPrefix prefix = KernelPrefix.Open(path);
        Assert.Equal(memory, MachineSelection.For(TestRepository.Real, prefix, null).Memory);
        Assert.Equal(memory, MachineSelection.For(TestRepository.Real, prefix, "qemu-arm-virt").Memory);
    }

    [Fact]
    public void A_machine_file_of_the_user_says_the_memory_that_the_kernel_was_built_for()
    {
        KernelPrefix prefix = KernelPrefix.Open(FakePrefix.Create(_folder, "k"));
        const string Text = "platform: qemu-arm-virt\ntype: virt\ncpu: cortex-a57\ngic: 2\nmemory: ";
        Assert.Equal(1024, MachineSelection.For(TestRepository.Real, prefix, _folder.Write("same.yaml", Text + "1024")).Memory);
        string other = _folder.Write("other.yaml", Text + "256");
        Assert.Equal(
            $"{other}: 'memory' is 256 MiB, but the kernel at {prefix.Folder} was built for 1024 MiB",
            Assert.Throws<UserErrorException>(() => MachineSelection.For(TestRepository.Real, prefix, other)).Message);
    }

    [Fact]
    public void A_kernel_for_memory_that_QEMU_does_not_have_is_refused()
    {
        string path = FakePrefix.Create(_folder, "k");
        File.WriteAllBytes(Path.Combine(path, "support", "kernel.dtb"), FakeDeviceTree.Bytes((0, 0x1000_0000)));
        KernelPrefix prefix = KernelPrefix.Open(path);
        Assert.Contains(
            "RAM ends at 0x10000000",
            Assert.Throws<UnfitKernelException>(() => MachineSelection.For(TestRepository.Real, prefix, null)).Message);
    }

    [Fact]
    public void A_device_tree_that_cannot_be_read_is_refused_in_one_line()
    {
        string path = FakePrefix.Create(_folder, "k");
        _folder.Write("k/support/kernel.dtb", "no tree");
        Assert.EndsWith(
            "support/kernel.dtb: not a flattened device tree: it ends inside its header",
            Assert.Throws<UnfitKernelException>(() => KernelPrefix.Open(path)).Message);
        File.WriteAllBytes(Path.Combine(path, "support", "kernel.dtb"), FakeDeviceTree.Bytes());
        Assert.EndsWith("names no memory", Assert.Throws<UnfitKernelException>(() => KernelPrefix.Open(path)).Message);
    }
}
