// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;
using Spectre.Console;

namespace SeL4.Build.Commands;

/// <summary>The tables of <c>doctor</c>.</summary>
internal static class DoctorTable
{
    public static Table Prerequisites(IReadOnlyList<PrerequisiteStatus> statuses)
    {
        Table table = new Table().Border(TableBorder.Square)
            .AddColumns("Tool", "Status", "Version", "Needed for", "Debian package");
        foreach (PrerequisiteStatus status in statuses)
        {
            string needed = status.Item.Minimum is { } minimum ? $" (at least {minimum})" : "";
            table.AddRow(
                Markup.Escape(status.Item.Name),
                Status(status),
                Markup.Escape((status.Version?.ToString() ?? "") + needed),
                Markup.Escape(status.Item.Purpose),
                Markup.Escape(status.Item.Packages[PackageManager.Apt]));
        }

        return table;
    }

    public static Table Kernels(KernelChoice chosen, IReadOnlyList<KernelChoice> all, Func<KernelChoice, string> describe)
    {
        Table table = new Table().Border(TableBorder.Square).AddColumns("Chosen", "Kernel", "Configuration");
        IEnumerable<KernelChoice> others = all.Where(k => k.Folder != chosen.Folder);
        foreach (KernelChoice kernel in others.Prepend(chosen))
        {
            bool isChosen = kernel.Folder == chosen.Folder;
            table.AddRow(
                isChosen ? $"[green]yes[/], {Reason(chosen.Origin)}" : "",
                Markup.Escape(kernel.Title),
                Markup.Escape(describe(kernel)));
        }

        return table;
    }

    private static string Status(PrerequisiteStatus status) => status switch
    {
        { TooOld: true } => "[yellow]too old[/]",
        { Found: true } => "[green]found[/]",
        { Item.Optional: true } => "[yellow]absent (optional)[/]",
        _ => "[red]missing[/]",
    };

    private static string Reason(KernelOrigin origin) => origin switch
    {
        KernelOrigin.Option => "by option",
        KernelOrigin.Environment => "by SEL4_PREFIX",
        KernelOrigin.Home => "in ~/.sel4",
        _ => "no other was named",
    };
}
