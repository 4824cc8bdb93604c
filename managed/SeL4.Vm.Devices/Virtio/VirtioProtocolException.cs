// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A driver broke a rule of the specification. The transport catches it and asks the driver for a reset; it never ends the VMM.
/// </summary>
public sealed class VirtioProtocolException : Exception
{
    /// <summary>Makes one without a reason.</summary>
    public VirtioProtocolException()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">The rule, the value and the limit.</param>
    public VirtioProtocolException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a cause.</summary>
    /// <param name="message">The rule, the value and the limit.</param>
    /// <param name="innerException">The cause.</param>
    public VirtioProtocolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
