// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Protocol;

public sealed class FrameReaderTests
{
    [Fact]
    public void A_frame_has_exactly_these_bytes() =>
        Assert.Equal("\u001eS4T 0 PASS a *a19384ba\n", Encoding.ASCII.GetString(Frames.One(0, "PASS a")));

    [Fact]
    public void A_good_frame_is_read()
    {
        SerialCollector serial = SerialCollector.Read(Frames.Stream("FAIL a it is 3, not 4"));
        Assert.Equal(new Frame(0, "FAIL", "a it is 3, not 4"), Assert.Single(serial.Frames));
        Assert.Empty(serial.Errors);
        Assert.Equal("", serial.Text);
    }

    [Fact]
    public void Frames_are_the_same_in_pieces_of_one_byte()
    {
        byte[] stream = [.. Frames.Text("hello\n"), .. Frames.Stream("BEGIN s 1", "START a"), .. Frames.Text("bye")];
        SerialCollector serial = SerialCollector.Read([.. stream.Select(b => new[] { b })]);
        Assert.Equal(["BEGIN", "START"], serial.Frames.Select(f => f.Verb));
        Assert.Equal("hello\nbye", serial.Text);
        Assert.Empty(serial.Errors);
    }

    [Fact]
    public void A_carriage_return_before_the_end_is_ignored()
    {
        byte[] frame = Frames.One(0, "EXIT 0");
        SerialCollector serial = SerialCollector.Read([.. frame[..^1], (byte)'\r', (byte)'\n']);
        Assert.Equal("EXIT", Assert.Single(serial.Frames).Verb);
        Assert.Empty(serial.Errors);
    }

    [Fact]
    public void Noise_before_a_frame_on_its_line_does_no_harm()
    {
        SerialCollector serial = SerialCollector.Read([.. Frames.Text("half a line"), .. Frames.One(0, "EXIT 0")]);
        Assert.Single(serial.Frames);
        Assert.Equal("half a line", serial.Text);
        Assert.Empty(serial.Errors);
    }

    [Fact]
    public void Noise_inside_a_frame_is_an_error()
    {
        byte[] frame = Frames.One(0, "PASS a");
        SerialCollector serial = SerialCollector.Read([.. frame[..6], .. Frames.Text("<kernel>"), .. frame[6..]]);
        Assert.Empty(serial.Frames);
        Assert.Contains("checksum", Assert.Single(serial.Errors));
    }

    [Fact]
    public void A_wrong_checksum_is_an_error_and_the_frame_does_not_count()
    {
        string good = Encoding.ASCII.GetString(Frames.One(0, "FAIL a b"));
        SerialCollector serial = SerialCollector.Read(Frames.Text(good.Replace("FAIL", "PASS")));
        Assert.Empty(serial.Frames);
        Assert.Contains("checksum", Assert.Single(serial.Errors));
    }

    [Theory]
    [InlineData("\u001e\n")]
    [InlineData("\u001eS4T 0 PASS a\n")]
    [InlineData("\u001ePASS a\n")]
    public void A_faked_frame_without_checksum_is_an_error(string fake)
    {
        SerialCollector serial = SerialCollector.Read(Frames.Text(fake));
        Assert.Empty(serial.Frames);
        Assert.Single(serial.Errors);
    }

    [Theory]
    [InlineData("S5T 0 PASS a")]
    [InlineData("S4T x PASS a")]
    [InlineData("S4T -1 PASS a")]
    [InlineData("S4T 0")]
    [InlineData("S4T 0 ")]
    public void A_frame_of_another_form_is_an_error_even_with_a_good_checksum(string body)
    {
        string crc = Crc32.Compute(Frames.Text(body)).ToString("x8");
        SerialCollector serial = SerialCollector.Read(Frames.Text($"\u001e{body} *{crc}\n"));
        Assert.Empty(serial.Frames);
        Assert.Contains("form", Assert.Single(serial.Errors));
    }

    [Fact]
    public void A_missing_frame_is_an_error_and_what_follows_still_counts()
    {
        SerialCollector serial = SerialCollector.Read(Frames.One(0, "START a"), Frames.One(2, "EXIT 0"), Frames.One(3, "EXIT 1"));
        Assert.Equal(3, serial.Frames.Count);
        Assert.Contains("frame 2 (EXIT) came where 1 was next", Assert.Single(serial.Errors));
    }

    [Fact]
    public void A_frame_with_a_number_that_was_used_does_not_count()
    {
        SerialCollector serial = SerialCollector.Read(Frames.One(0, "START a"), Frames.One(0, "PASS a"));
        Assert.Equal("START", Assert.Single(serial.Frames).Verb);
        Assert.Contains("came again", Assert.Single(serial.Errors));
    }

    [Fact]
    public void A_frame_cut_short_by_another_is_an_error_and_the_other_counts()
    {
        SerialCollector serial = SerialCollector.Read(Frames.One(0, "START a")[..8], Frames.One(0, "START b"));
        Assert.Equal("b", Assert.Single(serial.Frames).Payload);
        Assert.Contains("cut short", Assert.Single(serial.Errors));
    }

    [Fact]
    public void A_frame_without_end_is_an_error_at_the_end_of_the_stream() =>
        Assert.Contains("no end", Assert.Single(SerialCollector.Read(Frames.One(0, "EXIT 0")[..^1]).Errors));

    [Fact]
    public void A_frame_that_never_ends_does_not_swallow_the_stream()
    {
        SerialCollector serial = SerialCollector.Read(
            [Frame.Start, .. new byte[Frame.MaximumLength + 1]], Frames.Text("still here\n"), Frames.One(0, "EXIT 0"));
        Assert.Equal("still here\n", serial.Text);
        Assert.Single(serial.Frames);
        Assert.Contains("longer", Assert.Single(serial.Errors));
    }

    [Fact]
    public void Text_in_another_encoding_survives()
    {
        SerialCollector serial = SerialCollector.Read([0xff, 0xfe, (byte)'x', .. Frames.One(0, "EXIT 0")]);
        Assert.EndsWith("x", serial.Text);
        Assert.Single(serial.Frames);
    }
}
