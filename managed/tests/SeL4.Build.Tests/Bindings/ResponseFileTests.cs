// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Bindings;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Bindings;

public sealed class ResponseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_file_but_the_shared_settings_is_a_header()
    {
        Write("settings.rsp", "--config\n");
        Write("b.rsp", "@settings.rsp\n--traverse\nnative/b.h\n");
        Write("a.rsp", "--traverse\nnative/a.h\n");
        Write("notes.txt", "");
        Assert.Equal(
            [("a", "native/a.h"), ("b", "native/b.h")], ResponseFile.All(_folder.Path).Select(f => (f.Name, f.Header)));
    }

    [Theory]
    [InlineData("--file\nx.h\n")]
    [InlineData("--traverse")]
    public void A_file_without_a_header_is_refused(string text)
    {
        Write("a.rsp", text);
        Assert.Contains("a.rsp", Assert.Throws<UserErrorException>(() => ResponseFile.All(_folder.Path).ToList()).Message);
    }

    [Fact]
    public void Every_header_of_the_repository_is_there() =>
        Assert.All(ResponseFile.All(TestRepository.Real.Root), f => Assert.True(File.Exists(Path.Combine(TestRepository.Real.Root, f.Header)), f.Header));

    private void Write(string name, string text) => _folder.Write($"{BindingsLayout.Options}/{name}", text);
}
