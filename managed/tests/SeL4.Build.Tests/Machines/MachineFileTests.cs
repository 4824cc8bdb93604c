// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.Runner;
using SeL4.Runner.Machines;

namespace SeL4.Build.Tests.Machines;

public sealed class MachineFileTests : IDisposable
{
    private const string Good = """
        platform: p
        type: virt
        cpu: cortex-a57
        memory: 1024
        gic: 2
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_machine_has_the_name_of_its_file_and_default_timeouts()
    {
        Machine machine = Load(Good);
        Assert.Equal("m", machine.Name);
        Assert.Equal("qemu-system-aarch64", machine.Emulator);
        Assert.Equal((20, 60, 300), (machine.Timeouts.Boot, machine.Timeouts.Silence, machine.Timeouts.Total));
    }

    [Fact]
    public void Options_keep_their_order_and_timeouts_their_fractions()
    {
        Machine machine = Load(Good + "\noptions: {z: \"on\", a: \"off\"}\ntimeouts: {boot: 0.5}\narguments: [-nic, none]");
        Assert.Equal(["z", "a"], machine.Options.Keys);
        Assert.Equal(0.5, machine.Timeouts.Boot);
        Assert.Equal(["-nic", "none"], machine.Arguments);
    }

    [Theory]
    [InlineData("platform: p", "", "'platform' is missing")]
    [InlineData("cpu: cortex-a57", "cpu: ' '", "'cpu' is missing")]
    [InlineData("type: virt", "", "'type' is missing")]
    [InlineData("memory: 1024", "memory: 3", "'memory' is 3, must be from 64")]
    [InlineData("memory: 1024", "", "'memory' is 0")]
    [InlineData("gic: 2", "gic: 4", "'gic' is 4, must be from 2 to 3")]
    [InlineData("gic: 2", "gic: 2\ntimeouts: {silence: 0}", "'timeouts.silence' is 0")]
    [InlineData("gic: 2", "gic: 2\ntimeouts: {boot: .nan}", "'timeouts.boot' is NaN")]
    [InlineData("gic: 2", "gic: two", "m.yaml:5:")]
    [InlineData("gic: 2", "gic: 2\nmemroy: 5", "m.yaml:6:")]
    [InlineData("gic: 2", "gic: 2\ngic: 3", "m.yaml:6:")]
    [InlineData("gic: 2", "gic: [", "m.yaml:")]
    public void A_wrong_value_is_refused_in_one_line_with_its_place(string good, string wrong, string message)
    {
        RunnerException error = Assert.Throws<RunnerException>(() => Load(Good.Replace(good, wrong)));
        Assert.Contains(message, error.Message);
        Assert.Contains("m.yaml", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void What_has_no_end_is_not_read()
    {
        string link = _folder.File("m.yaml");
        File.CreateSymbolicLink(link, "/dev/zero");
        Assert.Equal($"{link}: the file is empty, or not a regular file", Assert.Throws<RunnerException>(() => MachineFile.Load(link)).Message);
        string large = _folder.File("large.yaml");
        using (FileStream stream = File.Create(large))
        {
            stream.SetLength(1L << 40);
        }

        Assert.Equal(
            $"{large}: the file has {1L << 40} bytes, must be at most {1 << 20}", Assert.Throws<RunnerException>(() => MachineFile.Load(large)).Message);
    }

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Contains("empty", Assert.Throws<RunnerException>(() => Load("")).Message);

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("none.yaml", Assert.Throws<RunnerException>(() => MachineFile.Load(_folder.File("none.yaml"))).Message);

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are()
    {
        Load(Good);
        RunnerException error = Assert.Throws<RunnerException>(() => MachineCatalog.Find(_folder.Path, "x"));
        Assert.Equal("no machine is called 'x'; there are: m", error.Message);
        string other = _folder.Write("other.json", "{}");
        Assert.Equal(
            $"no machine is called '{other}'; there are: m; the name of a machine's file ends in .yaml",
            Assert.Throws<RunnerException>(() => MachineCatalog.Find(_folder.Path, other)).Message);
    }

    [Fact]
    public void The_machines_of_the_repository_are_sound()
    {
        IReadOnlyList<Machine> machines = MachineCatalog.Load(TestRepository.Real.Machines);
        Assert.Contains(machines, m => m.Name == "qemu-arm-virt" && m.Cpu == "cortex-a57" && m.Memory == 1024);
    }

    private Machine Load(string yaml) => MachineFile.Load(_folder.Write("m.yaml", yaml));
}
