// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm;

namespace SeL4.Bench;

/// <summary>The VMM in C#.</summary>
internal sealed class ManagedMachine : ITestMachine
{
    private const ulong LoadedValue = 0x12345678;

    private static readonly ulong Report = NativeBench.ReportFunction();

    private readonly VirtualMachine _machine = new("bench");
    private readonly List<MemoryReservation> _reservations = [];
    private readonly Vcpu _vcpu;
    private readonly InterruptLine? _line;
    private bool _reported;

    public ManagedMachine(bool withInterrupts = false)
    {
        var range = new GuestRange(NativeBench.RamBase, NativeBench.RamSize);
        _machine.Memory.Reserve(range).MapRam(largestPage: PageSize.Page2MiB);
        _machine.Ram.CleansCache = true;
        _machine.Memory.Write(NativeBench.RamBase, GuestImage.Content);
        _machine.SmcHandler = Answer;
        _vcpu = _machine.CreateVcpu();
        _vcpu.Start(NativeBench.RamBase);
        RunToReport();
        Run(GuestOperation.TurnTranslationOn, 0, 0); // as guests run once they have started
        if (withInterrupts)
        {
            _line = _machine.CreateInterruptController().Register(NativeBench.Interrupt);
            Run(GuestOperation.SetUpInterrupts, NativeBench.Interrupt, 0);
        }
    }

    public string Language => Bench.Language.CSharp;

    public ulong Run(GuestOperation operation, ulong a, ulong b)
    {
        _vcpu.Registers[0] = NativeBench.Operation(operation);
        _vcpu.Registers[1] = a;
        _vcpu.Registers[2] = b;
        ulong start = NativeBench.Now();
        RunToReport();
        return NativeBench.Now() - start;
    }

    public void Reserve(ulong address, ulong size, int count, bool anonymous, DeviceAnswer answer)
    {
        if (anonymous)
        {
            _machine.Memory.MakeAnonymous(new GuestRange(address, size * (ulong)count));
        }

        for (int i = 0; i < count; i++)
        {
            ulong at = address + ((ulong)i * size);
            _reservations.Add(answer switch
            {
                DeviceAnswer.Load => Reserve<LoadDevice>(at, size, anonymous),
                DeviceAnswer.Store => Reserve<StoreDevice>(at, size, anonymous),
                _ => Reserve<IgnoreDevice>(at, size, anonymous),
            });
        }
    }

    /// <summary>Emulated memory that loads values, answered by a delegate.</summary>
    public void ReserveWithDelegate(ulong address, ulong size) => Reserve(address, size, AnswerLoad);

    /// <summary>Emulated memory answered by <paramref name="handler"/>.</summary>
    public void Reserve(ulong address, ulong size, MemoryFaultHandler handler) =>
        _reservations.Add(_machine.Memory.Reserve(new GuestRange(address, size), handler));

    public void Release()
    {
        for (int i = _reservations.Count - 1; i >= 0; i--)
        {
            _reservations[i].Dispose();
        }

        _reservations.Clear();
    }

    public ulong ReserveAndFree(ulong address, int times)
    {
        ulong start = NativeBench.Now();
        for (int i = 0; i < times; i++)
        {
            Reserve<LoadDevice>(address, GuestMemory.PageBytes, anonymous: false).Dispose();
        }

        return NativeBench.Now() - start;
    }

    public ulong Map(int pageBits)
    {
        ulong start = NativeBench.Now();
        _reservations[0].MapRam(largestPage: (PageSize)pageBits);
        return NativeBench.Now() - start;
    }

    public ulong Unmap()
    {
        ulong start = NativeBench.Now();
        _reservations[0].Unmap();
        return NativeBench.Now() - start;
    }

    public void Defer() => _reservations[0].MapDeferred();

    public ulong CopyIn(ulong address, byte[] buffer, int times)
    {
        ulong start = NativeBench.Now();
        for (int i = 0; i < times; i++)
        {
            _machine.Memory.Write(address, buffer);
        }

        return NativeBench.Now() - start;
    }

    public ulong CopyOut(ulong address, byte[] buffer, int times)
    {
        ulong start = NativeBench.Now();
        for (int i = 0; i < times; i++)
        {
            _machine.Memory.Read(address, buffer);
        }

        return NativeBench.Now() - start;
    }

    public void Dispose() => _machine.Dispose();

    private static FaultResult AnswerLoad(ref MemoryFault fault)
    {
        fault.Data = LoadedValue;
        return FaultResult.Handled;
    }

    private MemoryReservation Reserve<THandler>(ulong address, ulong size, bool anonymous)
        where THandler : IMemoryFaultHandler<ulong> => anonymous
        ? _machine.Memory.ReserveAnonymous(size, size, FaultHandler.Of<THandler, ulong>(LoadedValue))
        : _machine.Memory.Reserve(new GuestRange(address, size), FaultHandler.Of<THandler, ulong>(LoadedValue));

    private bool Answer(ref SmcCall call)
    {
        switch (call.Function)
        {
            case NativeBench.CallNothing:
                return call.Return(0);
            case NativeBench.CallInject:
                _line!.Inject();
                return call.Return(0);
            case var function when function == Report:
                _reported = true;
                _machine.Stop();
                return true;
            default:
                return call.HandleDefault();
        }
    }

    private void RunToReport()
    {
        _reported = false;
        VmStop stop = _machine.Run();
        if (!_reported)
        {
            throw new BenchFailedException($"The guest stopped: {stop}.");
        }
    }
}
