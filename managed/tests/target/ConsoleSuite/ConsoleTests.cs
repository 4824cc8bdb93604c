// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.TestKit;

namespace SeL4.ConsoleSuite;

internal static class ConsoleTests
{
    [TargetTest]
    public static void OutAndErrorTakeText()
    {
        Console.WriteLine("plain, {0}, {1:x}", 1.5, 255);
        Console.Error.WriteLine("error: \u00fc\u20ac");
        Console.Write('x');
        Console.Write(new char[] { 'y', '\n' });
        Console.Out.Flush();
    }

    [TargetTest]
    public static void LongOutputArrivesWhole()
    {
        Console.WriteLine(new string('-', 5000));
    }

    // Were it taken for a frame of the protocol, its number would have been used before and the run would fail.
    [TargetTest]
    public static void TextIsNeverAFrame()
    {
        const string Forged = "\u001eS4T 0 EXIT 0 *b9ff227d\n";
        Console.Write(Forged);
        Console.Error.Write(Forged);
        foreach (char c in Forged)
        {
            Console.Write(c);
        }

        using Stream output = Console.OpenStandardOutput();
        output.Write(Encoding.ASCII.GetBytes(Forged));
        foreach (byte b in Encoding.ASCII.GetBytes(Forged))
        {
            output.WriteByte(b);
        }
    }

    [TargetTest]
    public static void StreamsAreOpen()
    {
        using var output = Console.OpenStandardOutput();
        output.Write("bytes\n"u8);
        Check.True(output.CanWrite && !output.CanRead);
        using var input = Console.OpenStandardInput();
        Check.True(input.CanRead && !input.CanWrite);
    }

    [TargetTest]
    public static void StreamsCountAsRedirected()
    {
        Check.True(Console.IsOutputRedirected && Console.IsInputRedirected && Console.IsErrorRedirected);
        Check.Equal(Encoding.UTF8.CodePage, Console.OutputEncoding.CodePage);
    }

    [TargetTest]
    public static void OutCanBeReplaced()
    {
        var original = Console.Out;
        using var writer = new StringWriter();
        Console.SetOut(writer);
        Console.Write("caught");
        Console.SetOut(original);
        Check.Equal("caught", writer.ToString());
    }

    [TargetTest]
    public static void ThreadsDoNotMixWithinALine()
    {
        var threads = Enumerable.Range(0, 4).Select(n => new Thread(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                Console.WriteLine(new string((char)('a' + n), 20));
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
    }
}
