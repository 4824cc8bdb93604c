// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Abi;
using SeL4.Vm.AbiTests.Broken;
using SeL4.Vm.Interop;

namespace SeL4.Vm.AbiTests;

/// <summary>The check sees each kind of wrong binding, and says both declarations.</summary>
public sealed class BrokenBindingTests(ProjectHeaders headers) : IClassFixture<ProjectHeaders>
{
    [Fact]
    public void ExchangedFields()
    {
        string difference = First(typeof(WrongFieldOrder.vm_frame_t));
        Assert.Contains("field vaddr is size_bits", difference);
        Assert.Contains("uintptr_t vaddr @16;", difference);
        Assert.Contains("UIntPtr size_bits @16;", difference);
    }

    [Fact]
    public void NarrowField()
    {
        string difference = First(typeof(WrongFieldWidth.vm_run_t));
        Assert.Contains("type of exit_reason", difference);
        Assert.Contains("int exit_reason @0;", difference);
        Assert.Contains("Int16 exit_reason @0;", difference);
    }

    [Fact]
    public void MissingEnumerationMember()
    {
        IReadOnlyList<string> differences = Compare(typeof(WrongEnum.memory_fault_result_t));
        Assert.Contains(differences, d => d.Contains("member FAULT_RESTART is missing", StringComparison.Ordinal));
        string value = Assert.Single(differences, d => d.StartsWith("FAULT_IGNORE is 3 in C, 2 in C#", StringComparison.Ordinal));
        Assert.Contains("C:  enum memory_fault_result : unsigned int {", value);
        Assert.Contains("C#: enum memory_fault_result_t : UInt32 {", value);
    }

    [Fact]
    public void WrongUnderlyingType()
    {
        string difference = First(typeof(WrongUnderlyingType.psci_result_t));
        Assert.StartsWith("underlying type", difference);
        Assert.Contains("enum psci_result : int", difference);
        Assert.Contains("enum psci_result_t : Int64", difference);
    }

    [Fact]
    public void ManagedFunctionPointerInAField()
    {
        string difference = First(typeof(WrongCallbackField.vm_run_t));
        Assert.StartsWith("calling convention of notification_callback\n", difference);
        Assert.Contains("notification_callback @8;", difference.Split('\n')[1]);
        Assert.Contains("delegate* managed<vm_t*, UInt64, seL4_MessageInfo_t, Void*, Int32> notification_callback @8;", difference.Split('\n')[2]);
    }

    [Theory]
    [InlineData(typeof(WrongFunctions.MissingParameter), "number of parameters", "(vm_t * vm, uintptr_t addr, size_t size)", "(UIntPtr addr, UIntPtr size)")]
    [InlineData(typeof(WrongFunctions.NarrowParameter), "type of parameter size: 8 bytes in C, 4 in C#", "size_t size", "UInt32 size")]
    [InlineData(typeof(WrongFunctions.ByReference), "type of parameter context: 288 bytes in C, 8 in C#", "seL4_UserContext context", "seL4_UserContext* context")]
    [InlineData(typeof(WrongFunctions.WrongStructure), "by value in 1 general register(s) in C, in memory in C#", "seL4_CapRights_t rights", "seL4_CapRights_t rights")]
    [InlineData(typeof(WrongFunctions.WrongCallback), "type of parameter notification_callback", "notification_callback_fn", "Void> notification_callback")]
    [InlineData(typeof(WrongFunctions.ManagedCallback), "calling convention of parameter notification_callback", "notification_callback_fn", "delegate* managed<vm_t*, UInt64, seL4_MessageInfo_t, Void*, Int32> notification_callback")]
    [InlineData(typeof(WrongFunctions.StandardCallback), "calling convention of parameter notification_callback", "notification_callback_fn", "delegate* unmanaged[Stdcall]<vm_t*, UInt64, seL4_MessageInfo_t, Void*, Int32> notification_callback")]
    [InlineData(typeof(WrongFunctions.WrongPointer), "type of parameter vm", "vm_t * vm", "vm_vcpu_t* vm")]
    [InlineData(typeof(WrongFunctions.InlineFunction), "an inline function has no symbol", "seL4_CapRights_get_capAllowRead", "seL4_CapRights_get_capAllowRead")]
    [InlineData(typeof(WrongFunctions.WrongLibrary), "imported from libc as vcpu_start", "int vcpu_start", "Int32 vcpu_start")]
    public void WrongFunction(Type binding, string message, string c, string managed)
    {
        string difference = First(binding);
        Assert.Contains(message, difference);
        string[] lines = difference.Split('\n');
        Assert.Contains(c, lines[1]);
        Assert.Contains(managed, lines[2]);
    }

    [Fact]
    public void WrongConstant()
    {
        string difference = First(typeof(WrongConstant));
        Assert.Contains("#define VM_IPA_BITS 44", difference);
        Assert.Contains("VM_IPA_BITS = 40", difference);
    }

    [Fact]
    public void UnknownConstant()
    {
        string difference = Assert.Single(Compare(typeof(UnknownConstant)));
        Assert.Equal("the headers have no such constant\n  C:  -\n  C#: const Int32 VM_NO_SUCH_MACRO = 7", difference);
    }

    [Fact]
    public void MissingFunction()
    {
        Type[] all = [.. ProjectHeaders.Bindings.Where(t => t != typeof(GuestMemoryNative))];
        Assert.Contains(
            AbiComparison.Missing(headers.Declarations, all, ProjectHeaders.IsOfProject), f => f.Name == "vm_reserve_memory_at");
    }

    private string First(Type binding) => Compare(binding)[0];

    private IReadOnlyList<string> Compare(Type binding) =>
        AbiComparison.Compare(headers.Declarations, [binding], NativeLibraryName.Value);
}
