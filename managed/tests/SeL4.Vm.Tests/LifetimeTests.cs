// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

namespace SeL4.Vm.Tests;

/// <summary>What is over lets go of its handlers, and of what these hold, even where somebody keeps the object itself.</summary>
public sealed class LifetimeTests : VmTest
{
    [Fact]
    public void AReservationLetsGoOfItsHandler()
    {
        (MemoryReservation reservation, WeakReference token) = Reserve();
        AssertHeld(token);
        reservation.Dispose();
        AssertLetGo(token);
        Assert.Equal(Range(Device, Page), reservation.Range);
    }

    [Fact]
    public void AReservationLetsGoOfAStaticHandlersState()
    {
        (MemoryReservation reservation, WeakReference token) = ReserveWithState();
        AssertHeld(token);
        reservation.Dispose();
        AssertLetGo(token);
        GC.KeepAlive(reservation);
    }

    [Fact]
    public void AReservationLetsGoOfItsFrameSource()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page));
        WeakReference token = MapDeferred(ram);
        AssertHeld(token);
        ram.Unmap();
        AssertLetGo(token);
        token = MapDeferred(ram);
        ram.Dispose();
        AssertLetGo(token);
    }

    [Fact]
    public void AReservationThatWasRefusedIsNotKept()
    {
        Memory.Reserve(Range(Device, Page));
        AssertLetGo(OnAnotherStack(ReserveInVain));
    }

    [Fact]
    public void AnInterruptLineLetsGoOfItsHandler()
    {
        Machine.CreateVcpu();
        (InterruptLine line, WeakReference token) = Register(Machine.CreateInterruptController());
        AssertHeld(token);
        line.Dispose();
        AssertLetGo(token);
        Assert.Equal(40, line.Number);
    }

    [Fact]
    public void AVcpuLetsGoOfItsHandler()
    {
        Vcpu vcpu = Machine.CreateVcpu();
        WeakReference token = SetHandler(vcpu);
        AssertHeld(token);
        vcpu.FaultHandler = null;
        AssertLetGo(token);
        GC.KeepAlive(vcpu);
    }

    [Fact]
    public void AVmLetsGoOfAllHandlers()
    {
        Vcpu vcpu = Machine.CreateVcpu();
        (MemoryReservation reservation, WeakReference ofReservation) = Reserve();
        (InterruptLine line, WeakReference ofLine) = Register(Machine.CreateInterruptController());
        WeakReference[] tokens = [ofReservation, ofLine, SetHandler(vcpu), .. SetHandlers()];
        Array.ForEach(tokens, AssertHeld);
        Machine.Dispose();
        Array.ForEach(tokens, AssertLetGo);
        Assert.True(reservation.IsDisposed);
        GC.KeepAlive(line);
        GC.KeepAlive(vcpu);
    }

    [Fact]
    public void AVmThatIsGoneIsNotKept() => AssertLetGo(OnAnotherStack(MakeAndDispose));

    [Fact]
    public void AVmThatIsGoneTakesNoHandlerOfAVcpu() => AssertLetGo(OnAnotherStack(DisposeAndSetHandler));

    // Where the collector scans stacks conservatively, what a call leaves on this one would keep the object.
    private static WeakReference OnAnotherStack(Func<WeakReference> call)
    {
        WeakReference? token = null;
        var thread = new Thread(() => token = call());
        thread.Start();
        thread.Join();
        return token!;
    }

    private static void AssertHeld(WeakReference token)
    {
        Collect();
        Assert.True(token.IsAlive);
    }

    private static void AssertLetGo(WeakReference token)
    {
        Collect();
        Assert.False(token.IsAlive);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MapDeferred(MemoryReservation reservation)
    {
        object token = new();
        reservation.MapDeferred(_ => throw new InvalidOperationException(token.ToString()));
        return new WeakReference(token);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (InterruptLine Line, WeakReference Token) Register(InterruptController controller)
    {
        object token = new();
        return (controller.Register(40, _ => GC.KeepAlive(token)), new WeakReference(token));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SetHandler(Vcpu vcpu)
    {
        object token = new();
        vcpu.FaultHandler = (_, _) => token is null;
        return new WeakReference(token);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference DisposeAndSetHandler()
    {
        using var machine = new VirtualMachine("gone");
        Vcpu vcpu = machine.CreateVcpu();
        machine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => vcpu.FaultHandler = (_, _) => false);
        Assert.Null(vcpu.FaultHandler);
        return new WeakReference(machine);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MakeAndDispose()
    {
        using var machine = new VirtualMachine("gone");
        machine.CreateVcpu().FaultHandler = (_, _) => false;
        machine.Memory.Reserve(Range(Device, Page), Handled);
        machine.CreateInterruptController().Register(40);
        return new WeakReference(machine);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (MemoryReservation Reservation, WeakReference Token) Reserve()
    {
        object token = new();
        MemoryReservation reservation = Memory.Reserve(
            Range(Device, Page), (ref MemoryFault _) => token is null ? FaultResult.Error : FaultResult.Handled);
        return (reservation, new WeakReference(token));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (MemoryReservation Reservation, WeakReference Token) ReserveWithState()
    {
        object token = new();
        return (Memory.Reserve(Range(Device, Page), FaultHandler.Of<Stateful, object>(token)), new WeakReference(token));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ReserveInVain()
    {
        object token = new();
        MemoryFaultHandler handler = (ref MemoryFault _) => token is null ? FaultResult.Error : FaultResult.Handled;
        Assert.Throws<GuestMemoryException>(() => Memory.Reserve(Range(Device, Page), handler));
        Assert.False(Memory.TryReserve(Range(Device, Page), out _, handler));
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.CreateSharedFrame(RamStart, (MemoryRights)64, handler));
        return new WeakReference(token);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference[] SetHandlers()
    {
        object unhandled = new();
        object call = new();
        object trace = new();
        object notification = new();
        object posted = new();
        SetUnhandled(unhandled);
        SetCall(call);
        SetTrace(trace);
        SetNotification(notification);
        Post(posted);
        return [new(unhandled), new(call), new(trace), new(notification), new(posted)];
    }

    private void SetUnhandled(object token) =>
        Machine.UnhandledMemoryFault = (ref MemoryFault _) => token is null ? FaultResult.Error : FaultResult.Handled;

    private void SetCall(object token) => Machine.SmcHandler = (ref SmcCall _) => token is null;

    private void SetTrace(object token) => Machine.Trace = (in TraceEvent _) => GC.KeepAlive(token);

    private void SetNotification(object token) => Machine.NotificationReceived = (_, _) => token is null;

    private void Post(object token) => Machine.Post(() => GC.KeepAlive(token));

    private sealed class Stateful : IMemoryFaultHandler<object>
    {
        public static FaultResult Handle(ref MemoryFault fault, ref object state) => FaultResult.Handled;
    }
}
