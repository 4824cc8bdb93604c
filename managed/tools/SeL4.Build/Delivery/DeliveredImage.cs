// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SeL4.Build.Kernels;
using SeL4.Runner.Images;

namespace SeL4.Build.Delivery;

/// <summary>An image in a folder, with what a boot loader needs to know.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">The name of the image.</param>
/// <param name="Address">Where the raw image is to be loaded.</param>
/// <param name="MemorySize">Bytes that it takes there.</param>
internal sealed record DeliveredImage(string Folder, string Name, ulong Address, ulong MemorySize)
{
    private const int ImageSizeAt = 16; // Linux: Documentation/arch/arm64/booting.rst, "image_size"

    private string Raw => Name + ".img";

    private string Boot => string.Create(CultureInfo.InvariantCulture, $"booti 0x{Address:x} - ${{fdtcontroladdr}}");

    /// <summary>Fills the folder: ELF file, raw image, script for U-Boot as text and as U-Boot reads it.</summary>
    /// <exception cref="UserErrorException">The folder cannot be written, or the machine has no room for the image.</exception>
    public static DeliveredImage Write(BootImage image, KernelPrefix kernel, string folder)
    {
        byte[] raw = File.ReadAllBytes(image.RawPath);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(raw.AsSpan(ImageSizeAt));
        var delivered = new DeliveredImage(folder, image.Name, LoadAddress.Find(kernel, size), size);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(delivered.PathOf(delivered.Raw), raw);
            File.Copy(image.ElfPath, delivered.PathOf(image.Name + ".elf"), overwrite: true);
            File.WriteAllText(delivered.PathOf("boot.cmd"), delivered.Script());
            File.WriteAllBytes(delivered.PathOf("boot.scr"), UBootScript.Encode(image.Name, delivered.Script()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{folder} cannot be written: {error.Message}", error);
        }

        return delivered;
    }

    /// <summary>What U-Boot does: it loads the image from where it found the script, else by TFTP, and starts it.</summary>
    public string Script()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"if test -n \"${{devtype}}\"; then load ${{devtype}} ${{devnum}}:${{distro_bootpart}} 0x{Address:x} ${{prefix}}{Raw}; ");
        text.Append(CultureInfo.InvariantCulture, $"else tftpboot 0x{Address:x} {Raw}; fi\n{Boot}\n");
        return text.ToString();
    }

    /// <summary>What there is, for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Describe(Raw, string.Create(
            CultureInfo.InvariantCulture, $"raw arm64 Image; takes {MemorySize:#,0} bytes of memory"));
        yield return Describe(Name + ".elf", "the same as an ELF file, for QEMU's -kernel and for debuggers");
        yield return Describe("boot.scr", "script that U-Boot finds beside the Image, on a disk or by TFTP (boot.cmd is its text)");
        yield return $"By hand, in U-Boot: tftpboot 0x{Address:x} {Raw} && {Boot}";
    }

    private string PathOf(string name) => Path.Combine(Folder, name);

    private string Describe(string name, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}  {new FileInfo(PathOf(name)).Length:#,0} bytes  {what}");
}
