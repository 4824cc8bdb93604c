// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using SeL4.TestKit;

namespace Xunit;

/// <summary>The assertions of xunit that shared tests use, without the reflection behind xunit's own.</summary>
internal static class Assert
{
    public static void True([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition)
        {
            Fail($"{text} is false");
        }
    }

    public static void False([DoesNotReturnIf(true)] bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (condition)
        {
            Fail($"{text} is true");
        }
    }

    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string text = "")
    {
        if (expected is IEnumerable and not string && actual is IEnumerable and not string)
        {
            Equal(((IEnumerable)expected).Cast<object?>(), ((IEnumerable)actual).Cast<object?>(), text);
        }
        else if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Fail($"{text} is <{actual}>, expected <{expected}>");
        }
    }

    public static void Equal<T>(T[] expected, T[] actual, [CallerArgumentExpression(nameof(actual))] string text = "") =>
        Equal(expected.AsEnumerable(), actual, text);

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string text = "")
    {
        if (!expected.SequenceEqual(actual))
        {
            Fail($"{text} is [{string.Join(", ", actual)}], expected [{string.Join(", ", expected)}]");
        }
    }

    public static void NotEqual<T>(T unexpected, T actual, [CallerArgumentExpression(nameof(actual))] string text = "")
    {
        if (EqualityComparer<T>.Default.Equals(unexpected, actual))
        {
            Fail($"{text} is <{actual}>");
        }
    }

    public static void Same(object? expected, object? actual, [CallerArgumentExpression(nameof(actual))] string text = "") =>
        True(ReferenceEquals(expected, actual), $"{text} is the same object");

    public static void Null(object? value, [CallerArgumentExpression(nameof(value))] string text = "") =>
        True(value is null, $"{text} is null");

    public static void InRange<T>(T actual, T low, T high, [CallerArgumentExpression(nameof(actual))] string text = "")
        where T : IComparable<T> => True(actual.CompareTo(low) >= 0 && actual.CompareTo(high) <= 0, $"{text} ({actual}) in [{low}, {high}]");

    public static void Empty(IEnumerable collection, [CallerArgumentExpression(nameof(collection))] string text = "") =>
        Equal(0, collection.Cast<object?>().Count(), text);

    public static void NotEmpty(IEnumerable collection, [CallerArgumentExpression(nameof(collection))] string text = "") =>
        True(collection.Cast<object?>().Any(), $"{text} has elements");

    public static T Single<T>(IEnumerable<T> collection, [CallerArgumentExpression(nameof(collection))] string text = "")
    {
        T[] all = [.. collection];
        Equal(1, all.Length, text);
        return all[0];
    }

    public static void Contains<T>(T expected, IEnumerable<T> collection, [CallerArgumentExpression(nameof(collection))] string text = "") =>
        True(collection.Contains(expected), $"{text} contains <{expected}>");

    public static void Contains(string expected, string? actual, [CallerArgumentExpression(nameof(actual))] string text = "") =>
        True(actual is not null && actual.Contains(expected, StringComparison.Ordinal), $"{text} <{actual}> contains <{expected}>");

    public static void StartsWith(string expected, string? actual, [CallerArgumentExpression(nameof(actual))] string text = "") =>
        True(actual is not null && actual.StartsWith(expected, StringComparison.Ordinal), $"{text} <{actual}> starts with <{expected}>");

    public static void EndsWith(string expected, string? actual, [CallerArgumentExpression(nameof(actual))] string text = "") =>
        True(actual is not null && actual.EndsWith(expected, StringComparison.Ordinal), $"{text} <{actual}> ends with <{expected}>");

    /// <summary>Exactly this type, not a derived one.</summary>
    public static T Throws<T>(Action action, [CallerArgumentExpression(nameof(action))] string text = "")
        where T : Exception => Catch<T>(action, e => e.GetType() == typeof(T), text);

    /// <inheritdoc cref="Throws{T}(Action, string)"/>
    public static T Throws<T>(Func<object?> action, [CallerArgumentExpression(nameof(action))] string text = "")
        where T : Exception => Throws<T>(() => { action(); }, text);

    /// <summary>This type, or a derived one.</summary>
    public static T ThrowsAny<T>(Action action, [CallerArgumentExpression(nameof(action))] string text = "")
        where T : Exception => Catch<T>(action, e => e is T, text);

    /// <inheritdoc cref="ThrowsAny{T}(Action, string)"/>
    public static T ThrowsAny<T>(Func<object?> action, [CallerArgumentExpression(nameof(action))] string text = "")
        where T : Exception => ThrowsAny<T>(() => { action(); }, text);

    /// <summary>Exactly this type, not a derived one.</summary>
    public static Task<T> ThrowsAsync<T>(Func<Task> action, [CallerArgumentExpression(nameof(action))] string text = "")
        where T : Exception => CatchAsync<T>(action, e => e.GetType() == typeof(T), text);

    /// <summary>This type, or a derived one.</summary>
    public static Task<T> ThrowsAnyAsync<T>(Func<Task> action, [CallerArgumentExpression(nameof(action))] string text = "")
        where T : Exception => CatchAsync<T>(action, e => e is T, text);

    [DoesNotReturn]
    public static void Fail(string message) => throw new CheckFailedException(message);

    private static async Task<T> CatchAsync<T>(Func<Task> action, Func<Exception, bool> isExpected, string text)
        where T : Exception
    {
        Exception? thrown = null;
        try
        {
            await action();
        }
        catch (Exception e)
        {
            thrown = e;
        }

        return Catch<T>(() => Rethrow(thrown), isExpected, text);
    }

    private static void Rethrow(Exception? exception)
    {
        if (exception is not null)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private static T Catch<T>(Action action, Func<Exception, bool> isExpected, string text)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (Exception e) when (isExpected(e))
        {
            return (T)e;
        }
        catch (Exception e) when (e is not CheckFailedException)
        {
            Fail($"{text} threw {e.GetType().Name} ({e.Message}), expected {typeof(T).Name}");
        }

        Fail($"{text} threw nothing, expected {typeof(T).Name}");
        return null;
    }
}
