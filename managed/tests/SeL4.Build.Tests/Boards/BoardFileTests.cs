// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.Runner;
using SeL4.Runner.Boards;

namespace SeL4.Build.Tests.Boards;

public sealed class BoardFileTests : IDisposable
{
    private const string Good = """
        platform: p
        cpu: cortex-a53
        gic: 2
        serial: {device: /dev/ttyUSB0}
        reset: relay 1
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_board_has_the_name_of_its_file_and_the_usual_speed()
    {
        Board board = Load(Good);
        Assert.Equal(("b", "/dev/ttyUSB0", 115_200, 20), (board.Name, board.Serial.Device, board.Serial.Baud, board.Timeouts.Boot));
        Assert.Null(board.Deliver ?? board.Tftp ?? board.Off);
    }

    [Fact]
    public void The_files_of_the_repository_are_read() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(TestRepository.Real.Root, "qemu", "boards"), "*.yaml"),
            file => Assert.NotEqual("", BoardFile.Load(file).Description));

    [Theory]
    [InlineData("platform: p", "", "'platform' is missing")]
    [InlineData("cpu: cortex-a53", "", "'cpu' is missing")]
    [InlineData("gic: 2", "gic: 1", "'gic' is 1")]
    [InlineData("reset: relay 1", "", "'reset' is missing")]
    [InlineData("{device: /dev/ttyUSB0}", "{}", "'serial' is one of device, tcp, unix and command")]
    [InlineData("{device: /dev/ttyUSB0}", "{device: a, unix: b}", "'serial' is one of")]
    [InlineData("{device: /dev/ttyUSB0}", "{device: a, baud: 1}", "'serial.baud' is 1")]
    [InlineData("{device: /dev/ttyUSB0}", "{tcp: lab}", "'serial.tcp' is 'lab', must be host:port")]
    [InlineData("{device: /dev/ttyUSB0}", "{tcp: \"lab:0\"}", "'serial.tcp' is 'lab:0'")]
    [InlineData("{device: /dev/ttyUSB0}", "", "b.yaml: 'serial' has nothing behind it")]
    [InlineData("reset: relay 1", "reset: relay 1\ntimeouts:", "b.yaml: 'timeouts' has nothing behind it")]
    [InlineData("reset: relay 1", "reset: relay 1\nresett: 2", "b.yaml:6:")]
    public void A_wrong_value_is_refused_in_one_line(string good, string wrong, string message)
    {
        RunnerException error = Assert.Throws<RunnerException>(() => Load(Good.Replace(good, wrong)));
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    private Board Load(string yaml) => BoardFile.Load(_folder.Write("b.yaml", yaml));
}
