// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;
using SeL4.Build.Testing.FreshMachine;

namespace SeL4.Build.Tests.Testing.FreshMachine;

public sealed class MachineSettingsTests
{
    [Fact]
    public void Of_the_variables_those_of_the_network_go_along()
    {
        var ours = new Hashtable
        {
            ["HTTPS_PROXY"] = "http://proxy.example",
            ["NUGET_CERT_REVOCATION_MODE"] = "offline",
            ["NUGET_PACKAGES"] = "/packages",
            ["SEL4_PREFIX"] = "/kernel",
            ["CCACHE_DIR"] = "/ccache",
            ["HOME"] = "/home/me",
        };
        IReadOnlyDictionary<string, string> theirs = MachineSettings.Variables("/root", ours);
        Assert.Equal("http://proxy.example", theirs["HTTPS_PROXY"]);
        Assert.Equal("offline", theirs["NUGET_CERT_REVOCATION_MODE"]);
        Assert.Equal("/root", theirs["HOME"]);
        Assert.DoesNotContain(theirs.Keys, k => k is "NUGET_PACKAGES" or "SEL4_PREFIX" or "CCACHE_DIR");
    }
}
