// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;

namespace SeL4.TestKit;

/// <summary>Runs an assembly's cases and reports each over the serial test protocol.</summary>
public static class TargetTestRunner
{
    /// <returns>The exit code of the suite: 0 when no case failed.</returns>
    public static int Run(Assembly assembly, string suite)
    {
        var cases = TargetTestCase.Discover(assembly);
        var (passed, failed, skipped) = (0, 0, 0);
        TestFrames.Send("BEGIN", $"{suite} {cases.Count}");
        foreach (var test in cases)
        {
            TestFrames.Send("START", test.Name);
            if (test.Skip is not null)
            {
                TestFrames.Send("SKIP", $"{test.Name} {test.Skip}");
                skipped++;
            }
            else if (Fails(test) is { } message)
            {
                TestFrames.Send("FAIL", $"{test.Name} {message}");
                failed++;
            }
            else
            {
                TestFrames.Send("PASS", test.Name);
                passed++;
            }
        }

        TestFrames.Send("END", $"{passed} {failed} {skipped}");
        return failed == 0 ? 0 : 1;
    }

    private static string? Fails(TargetTestCase test)
    {
        try
        {
            test.Run();
            return null;
        }
        catch (CheckFailedException e)
        {
            return e.Message;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }
}
