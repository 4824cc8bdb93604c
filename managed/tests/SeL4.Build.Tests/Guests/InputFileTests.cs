// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Runtime.InteropServices;
using SeL4.Build.Guests;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Guests;

public sealed partial class InputFileTests : IDisposable
{
    private const long Largest = 1000;
    private const int Nobody = 65534;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_and_so_is_one_behind_links()
    {
        string file = _folder.Write("file", "content");
        File.CreateSymbolicLink(_folder.File("near"), file);
        File.CreateSymbolicLink(_folder.File("far"), _folder.File("near"));
        Assert.Equal("content"u8.ToArray(), Read(file));
        Assert.Equal("content"u8.ToArray(), Read(_folder.File("far")));
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        string pipe = _folder.File("pipe");
        Run("mkfifo", pipe);
        Assert.Equal("--x: not a regular file", Message(pipe));
        File.CreateSymbolicLink(_folder.File("link"), pipe);
        Assert.Equal("--x: not a regular file", Message(_folder.File("link")));
    }

    [Fact]
    public void A_shells_substitute_for_a_file_is_refused()
    {
        using Process sleep = Process.Start(new ProcessStartInfo("sleep", ["60"]) { RedirectStandardInput = true })!;
        try
        {
            Assert.Equal("--x: not a regular file", Message($"/proc/{sleep.Id}/fd/0")); // a link to what is no path
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused_however_little_of_it_is_stored()
    {
        string file = _folder.File("sparse");
        using (FileStream stream = File.Create(file))
        {
            stream.SetLength(1L << 40);
        }

        Assert.Equal($"--x: {1L << 40} bytes", Message(file));
        File.WriteAllBytes(file, new byte[Largest]);
        Assert.Equal(Largest, Read(file).Length);
    }

    [Fact]
    public void A_file_that_the_user_may_not_read_is_refused()
    {
        string locked = _folder.Write("locked", "x");
        Run("chmod", "0", locked);
        Run("chmod", "755", _folder.Path);
        string message = AsNobody(() => Message(locked));
        Assert.Equal($"--x: Access to the path '{locked}' is denied.", message);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(-1, 0, false)]
    [InlineData(0, 1, false)]
    public void A_file_that_changes_while_it_is_read_is_refused(int growth, int later, bool good)
    {
        DateTime time = DateTime.UnixEpoch;
        using var stream = new ChangingStream(10, () => time = time.AddTicks(later)) { Growth = growth };
        Func<byte[]> read = () => InputFile.ReadWhole(stream, () => time, "--x");
        if (good)
        {
            Assert.Equal(10, read().Length);
        }
        else
        {
            Assert.Equal("--x: the file changed while it was read", Assert.Throws<UserErrorException>(read).Message);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static byte[] Read(string file) => InputFile.Read(file, "--x", Largest, size => $"{size} bytes");

    private static string Message(string file) => Assert.Throws<UserErrorException>(() => Read(file)).Message;

    // Root may read everything. What Linux calls the file system's user is of this thread alone.
    private static string AsNobody(Func<string> action)
    {
        int before = setfsuid(Nobody);
        try
        {
            return action();
        }
        finally
        {
            setfsuid(before);
        }
    }

    [LibraryImport("libc")]
    private static partial int setfsuid(int user);

    // Changes its length when it is first read.
    private sealed class ChangingStream(int length, Action changed) : MemoryStream(new byte[length + 1], 0, length + 1)
    {
        private bool _isRead;

        public int Growth { get; init; }

        public override long Length => length + (_isRead ? Growth : 0);

        public override int Read(Span<byte> buffer)
        {
            if (!_isRead)
            {
                _isRead = true;
                changed();
            }

            int left = (int)(Length - Position);
            return base.Read(buffer[..Math.Min(buffer.Length, Math.Max(left, 0))]);
        }
    }
}
