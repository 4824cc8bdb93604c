// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Runner.Runs;

namespace SeL4.Build.Processes;

/// <summary>
/// Keeps commands that run at once in one checkout apart, by a file that is locked. The operating system ends the lock with its
/// holder, however that ends.
/// </summary>
internal sealed class CheckoutLock : IDisposable
{
    private const string Building = "build";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;
    private readonly string _holder;

    private CheckoutLock(FileStream file, string holder) => (_file, _holder) = (file, holder);

    /// <summary>Takes the lock of everything that builds; waits for a command that has it, and says so.</summary>
    /// <exception cref="OperationCanceledException">The user has stopped the command.</exception>
    public static async Task<CheckoutLock> TakeForBuildingAsync(BuildContext context)
    {
        bool told = false;
        while (true)
        {
            if (TryTake(context.Repository, Building) is { } taken)
            {
                return taken;
            }

            if (!told)
            {
                context.Steps.Note($"waiting for {Holder(context.Repository, Building)}, which builds in this checkout");
                told = true;
            }

            await Task.Delay(Poll, context.Cancellation);
        }
    }

    /// <summary>Takes a lock, if it is free. One command must not take it twice.</summary>
    /// <exception cref="UserErrorException">Its file cannot be written.</exception>
    public static CheckoutLock? TryTake(Repository repository, string name)
    {
        try
        {
            Directory.CreateDirectory(repository.Locks);
            var file = new FileStream(PathOf(repository, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            string holder = HolderOf(repository, name);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new CheckoutLock(file, holder);
        }
        catch (IOException error) when (FileUse.IsInUse(error))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{PathOf(repository, name)}: {error.Message}", error);
        }
    }

    /// <summary>Who has a lock, for people.</summary>
    public static string Holder(Repository repository, string name)
    {
        try
        {
            string text = File.ReadAllText(HolderOf(repository, name));
            return int.TryParse(text, CultureInfo.InvariantCulture, out int id) ? $"process {id}" : "another command";
        }
        catch (IOException)
        {
            return "another command";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_holder); // while the lock is held: the next holder writes its own
        _file.Dispose();
    }

    // A file that is locked cannot be read.
    private static string HolderOf(Repository repository, string name) => PathOf(repository, name) + ".holder";

    private static string PathOf(Repository repository, string name) => Path.Combine(repository.Locks, name);
}
