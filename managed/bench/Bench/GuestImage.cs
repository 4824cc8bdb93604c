// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Bench;

/// <summary>The guest program, which the image carries with it.</summary>
internal static class GuestImage
{
    public static readonly byte[] Content = Load();

    private static byte[] Load()
    {
        using Stream resource = typeof(GuestImage).Assembly.GetManifestResourceStream("guest.bin")
            ?? throw new InvalidOperationException("The image carries no guest.");
        byte[] image = new byte[resource.Length];
        resource.ReadExactly(image);
        return image;
    }
}
