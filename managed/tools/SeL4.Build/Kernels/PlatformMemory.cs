// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SeL4.Build.Kernels;

/// <summary>The memory that a kernel manages: <c>platform_gen</c> of its prefix, which is YAML or, a subset of it, JSON.</summary>
internal sealed class PlatformMemory
{
    /// <summary>The ranges that the kernel hands out as RAM. Others of the machine's RAM it hands out as device memory.</summary>
    public List<Range> Memory { get; set; } = [];

    /// <summary>Reads the file.</summary>
    /// <returns>Bytes of memory.</returns>
    /// <exception cref="FormatException">It is not such a file, or names no memory.</exception>
    public static ulong Read(string text)
    {
        PlatformMemory? platform;
        try
        {
            platform = new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .IgnoreUnmatchedProperties()
                .Build()
                .Deserialize<PlatformMemory?>(text);
        }
        catch (YamlException error)
        {
            throw new FormatException((error.InnerException ?? error).Message.ReplaceLineEndings(" "), error);
        }

        ulong size = platform?.Memory?.Where(range => range.End > range.Start).Aggregate(0ul, (sum, range) => sum + (range.End - range.Start)) ?? 0;
        return size > 0 ? size : throw new FormatException("it names no memory");
    }

    /// <summary>Physical addresses, [start, end).</summary>
    internal sealed class Range
    {
        /// <summary>The first.</summary>
        public ulong Start { get; set; }

        /// <summary>Behind the last.</summary>
        public ulong End { get; set; }
    }
}
