// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.Runner.Runs;

namespace SeL4.Build.Tests.Runs;

public sealed class SerialLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_at_once_have_a_file_each_and_later_ones_the_first_again()
    {
        string path = _folder.File("logs/run.log");
        using (FileStream first = SerialLog.Create(path))
        {
            first.WriteByte(1);
            using FileStream second = SerialLog.Create(path);
            using FileStream third = SerialLog.Create(path);
            Assert.Equal(
                [path, _folder.File("logs/run-2.log"), _folder.File("logs/run-3.log")], new[] { first.Name, second.Name, third.Name });
        }

        using FileStream later = SerialLog.Create(path);
        Assert.Equal((path, 0), (later.Name, later.Length));
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_an_error() =>
        Assert.ThrowsAny<UnauthorizedAccessException>(() => SerialLog.Create(_folder.Path));
}
