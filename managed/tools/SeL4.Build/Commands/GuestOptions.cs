// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Guests;

namespace SeL4.Build.Commands;

/// <summary>The options of <c>run</c> that bring a guest.</summary>
internal sealed class GuestOptions
{
    private readonly Option<string?> _guest = new("--guest")
    {
        Description = "Run this guest: an ELF file, an arm64 Image, or a raw binary",
        HelpName = "file",
    };

    private readonly Option<string?> _loadAddress = new("--load-address")
    {
        Description = $"Where an Image or a raw binary goes (default: 0x{GuestMachine.RamStart:x}, the start of RAM)",
        HelpName = "address",
    };

    private readonly Option<string?> _ram = new("--ram")
    {
        Description = $"The guest's RAM, with K, M or G behind the number (default: {GuestMachine.DefaultRam})",
        HelpName = "size",
    };

    private readonly Option<int?> _vcpus =
        NumberOption.Whole("--vcpus", 1, GuestMachine.MostVcpus, $"a guest has from 1 to {GuestMachine.MostVcpus} of them");

    private readonly Option<string?> _append = new("--append")
    {
        Description = "What the guest is told in its device tree (bootargs), as Linux's command line",
        HelpName = "text",
    };

    private readonly Option<string?> _initrd = new("--initrd")
    {
        Description = "Put this file into the guest's RAM and tell it where (linux,initrd-start)",
        HelpName = "file",
    };

    private readonly Option<string?> _deviceTree = new("--dtb")
    {
        Description = "Give the guest this device tree instead of one that describes its machine",
        HelpName = "file",
    };

    private readonly Option<bool> _trace = new("--trace") { Description = "Print every fault of the guest" };

    public GuestOptions()
    {
        _vcpus.Description = $"The guest's vCPUs, 1 to {GuestMachine.MostVcpus} (default: 1); it starts all but the first by PSCI";
        _vcpus.HelpName = "number";
    }

    private Option[] Companions => [_loadAddress, _ram, _vcpus, _append, _initrd, _deviceTree, _trace];

    public void AddTo(Command command) => Companions.Prepend(_guest).ToList().ForEach(command.Add);

    /// <summary>The guest that the user brings, if they do.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="timeLimit">Seconds after which the VMM ends it; <see langword="null"/>: never.</param>
    /// <exception cref="UserErrorException">It cannot be run, or an option does not fit.</exception>
    public GuestParcel? Open(ParseResult arguments, double? timeLimit)
    {
        if (arguments.GetValue(_guest) is { } file)
        {
            GuestMachine machine = GuestMachine.Parse(
                arguments.GetValue(_ram) ?? GuestMachine.DefaultRam, arguments.GetValue(_vcpus) ?? 1, arguments.GetValue(_trace)) with
            {
                TimeLimit = timeLimit,
            };
            ulong? address = arguments.GetValue(_loadAddress) is { } text
                ? GuestMachine.ParseNumber("--load-address", text)
                : null;
            var extras = GuestExtras.Read(
                arguments.GetValue(_append), arguments.GetValue(_initrd), arguments.GetValue(_deviceTree));
            return GuestParcel.Create(file, machine, address, extras);
        }

        Option? stray = Companions.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false });
        return stray is null ? null : throw new UserErrorException($"{stray.Name} goes with --guest");
    }
}
