// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using System.Xml.Linq;
using Mono.Cecil;

namespace SeL4.NativeAot.Retargeter;

/// <summary>
/// The x64 build embeds linker substitutions that pin <c>IsSupported</c> of the Arm classes to false, and
/// <c>IsHardwareAccelerated</c> of Vector64, which only Arm has; the arm64 build has none of them. Leaving one in is worse than
/// slow: the compiler turns the branch that it believes dead into an endless loop, and the code generator, which knows better,
/// takes that branch.
/// </summary>
internal static class SubstitutionsEditor
{
    private const string ResourceName = "ILLink.Substitutions.xml";

    /// <returns>How many type entries went.</returns>
    public static int RemoveArmEntries(ModuleDefinition module)
    {
        var resource = module.Resources.OfType<EmbeddedResource>().FirstOrDefault(r => r.Name == ResourceName)
            ?? throw new RetargetException("SEL4A13", $"System.Private.CoreLib embeds no {ResourceName}");

        XDocument document;
        using (var stream = resource.GetResourceStream())
        {
            document = XDocument.Load(stream);
        }

        var entries = document.Descendants("type")
            .Where(e => IsForArm((string?)e.Attribute("fullname") ?? ""))
            .ToList();
        entries.ForEach(e => e.Remove());

        using var output = new MemoryStream();
        using (var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            document.Save(writer);
        }

        var index = module.Resources.IndexOf(resource);
        module.Resources[index] = new EmbeddedResource(ResourceName, resource.Attributes, output.ToArray());
        return entries.Count;
    }

    private static bool IsForArm(string type) =>
        type == "System.Runtime.Intrinsics.Vector64"
        || type.StartsWith("System.Runtime.Intrinsics.Arm.", StringComparison.Ordinal);
}
