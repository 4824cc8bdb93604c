// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace SeL4.TestKit;

/// <summary>A case as both the target and the host see it.</summary>
/// <param name="Name"><c>Class.Method</c> or <c>Class.Method(row)</c>, without spaces.</param>
/// <param name="Type">The class to run it in.</param>
/// <param name="Method">The method to run.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Skip">Reason for not running it.</param>
public sealed record TargetTestCase(string Name, Type Type, MethodInfo Method, object?[] Arguments, string? Skip)
{
    private const BindingFlags AnyMethod = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Rooted = "The build roots test assemblies as a whole.";

    /// <summary>All cases of an assembly, in a stable order.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Rooted)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Rooted)]
    public static IReadOnlyList<TargetTestCase> Discover(Assembly assembly)
    {
        var cases = new List<TargetTestCase>();
        foreach (Type type in assembly.GetTypes().Where(t => !t.ContainsGenericParameters && (!t.IsAbstract || t.IsSealed)))
        {
            foreach (MethodInfo method in type.GetMethods(AnyMethod))
            {
                if (method.GetCustomAttribute<TargetTestAttribute>() is { } attribute)
                {
                    cases.AddRange(Expand(type, method, attribute.Skip));
                }
            }
        }

        cases.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int i = 1; i < cases.Count; i++)
        {
            if (cases[i].Name == cases[i - 1].Name)
            {
                throw new InvalidOperationException($"Two cases are named {cases[i].Name}.");
            }
        }

        return cases;
    }

    /// <summary>Runs it, and disposes of its instance whatever comes.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = Rooted)]
    public void Run()
    {
        object? instance = Method.IsStatic ? null : Activator.CreateInstance(Type);
        Exception? failure = null;
        try
        {
            object? result = Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, Arguments, CultureInfo.InvariantCulture);
            (result as Task)?.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            Dispose(instance, failure);
        }
    }

    // What fails because the case has failed does not hide that.
    private static void Dispose(object? instance, Exception? failure)
    {
        try
        {
            (instance as IDisposable)?.Dispose();
        }
        catch (Exception) when (failure is not null)
        {
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Rooted)]
    private static IEnumerable<TargetTestCase> Expand(Type type, MethodInfo method, string? skip)
    {
        string name = $"{type.Name}.{method.Name}";
        TargetTestDataAttribute[] data = [.. method.GetCustomAttributes<TargetTestDataAttribute>()];
        if (data.Length == 0)
        {
            return [new TargetTestCase(name, type, method, [], skip)];
        }

        ParameterInfo[] parameters = method.GetParameters();
        TargetTestCase[] cases =
        [
            .. from attribute in data
               from row in attribute.GetRows(type)
               let arguments = row.Select((value, i) => ConvertTo(value, parameters[i].ParameterType)).ToArray()
               select new TargetTestCase($"{name}({string.Join(',', arguments.Select(Show))})", type, method, arguments, skip),
        ];
        return cases.Length > 0 ? cases : throw new InvalidOperationException($"No row of data was found for {name}.");
    }

    // Attributes hold numbers of other types than the parameters have.
    private static object? ConvertTo(object? value, Type type) => value switch
    {
        null => null,
        _ when type.IsInstanceOfType(value) => value,
        _ when type.IsEnum => Enum.ToObject(type, value),
        IConvertible => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string Show(object? value)
    {
        string text = value switch
        {
            null => "null",
            ulong number => $"0x{number:x}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        return string.Concat(text.Select(c => char.IsWhiteSpace(c) ? '_' : c));
    }
}
