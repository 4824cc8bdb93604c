// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.NativeAot.Checks;

/// <summary>
/// Compares the numbers that the native runtime was built with to those of the CoreLib that a program is compiled against. Where
/// they differ, the program would corrupt memory silently; it is refused instead.
/// </summary>
internal static class CoreLibCheck
{
    /// <param name="coreLibPath">System.Private.CoreLib.dll of the runtime pack.</param>
    /// <param name="headerPath">The runtime's <c>runtime/corelib.h</c>.</param>
    /// <exception cref="CheckException">Something moved; the message names all of it.</exception>
    public static void Verify(string coreLibPath, string headerPath)
    {
        using var coreLib = new CoreLibMetadata(coreLibPath);
        string[] moved =
        [
            .. from number in SharedNumber.ReadAll(headerPath)
               from name in number.CoreLibNames
               let actual = coreLib.Find(name)
               where actual != number.Value
               select $"{name} is {Text(actual)}, {number.Macro} is {number.Value}",
        ];
        if (moved.Length > 0)
        {
            throw new CheckException(
                "SEL4A11",
                $"System.Private.CoreLib of {coreLibPath} does not fit the native runtime: {string.Join("; ", moved)}. Use the versions "
                + "that SeL4.NativeAot pins, or adapt the runtime.");
        }
    }

    private static string Text(long? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing";
}
