using System.Reflection;

using FluentAssertions;
using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>Who may know whom, read from the type references of the compiled code.</summary>
public sealed class LayeringTests
{
    private const string Root = "StrategyEngine.Data";

    // A folder may know itself, the leaves and what stands before the arrow.
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Diagnostics"] = [],
        ["Paging"] = [],
        ["Encryption"] = [],
        ["Model"] = ["Encryption"],
        ["Auditing"] = ["Paging", "Encryption", "Model"],
        ["Persistence"] = ["Encryption", "Model", "Auditing"],
        ["Administration"] = ["Encryption", "Model", "Auditing", "Persistence"],
        ["Migrations"] = ["Encryption", "Model", "Auditing", "Persistence", "Administration"],
        ["MarketData"] = ["Encryption", "Model", "Auditing", "Persistence"],
        ["Performance"] = ["Encryption", "Model", "Auditing", "Persistence"],
        ["Sessions"] = ["Encryption", "Model", "Auditing", "Persistence"],
    };

    [Test]
    public void Every_folder_is_in_the_order()
    {
        typeof(TradingDatabase).Assembly.GetTypes()
            .Select(type => Folder(type.Namespace)).Where(folder => folder is { Length: > 0 }).Distinct()
            .Should().BeSubsetOf(MayKnow.Keys);
    }

    [Test]
    public void No_folder_knows_one_that_stands_after_it()
    {
        var violations = References().Where(reference => reference.From.Length > 0 && !IsAllowed(reference)).Select(reference => reference.Text).Distinct().Order().ToList();

        violations.Should().BeEmpty();
    }

    [Test]
    public void The_search_finds_references()
    {
        References().Select(reference => (reference.From, reference.To)).Should().Contain(("Model", "Encryption")).And.Contain(("MarketData", "Persistence"));
    }

    private static bool IsAllowed((string From, string To, string ToType, string Text) reference) =>
        reference.To == reference.From
        || reference.To == "Diagnostics"
        || MayKnow[reference.From].Contains(reference.To)
        || (reference.To.Length == 0 && reference.ToType == nameof(TradingDataException))
        || (reference.To.Length == 0 && reference.ToType == nameof(TradingDatabase) && MayKnow[reference.From].Contains("Persistence"));

    // Walks every method body and signature: tokens of types, methods and fields of our own assembly, by declaring type.
    private static IEnumerable<(string From, string To, string ToType, string Text)> References()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var assembly = typeof(TradingDatabase).Assembly;
        foreach (var type in assembly.GetTypes().Where(type => type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true))
        {
            var known = new HashSet<Type>();
            Know(known, type.BaseType);
            foreach (var contract in type.GetInterfaces())
                Know(known, contract);
            foreach (var field in type.GetFields(All))
                Know(known, field.FieldType);
            foreach (var method in CompiledCode.Methods(type))
            {
                foreach (var parameter in method.GetParameters())
                    Know(known, parameter.ParameterType);
                if (method is MethodInfo { ReturnType: var result })
                    Know(known, result);
                foreach (var member in CompiledCode.Members(method))
                    Know(known, member as Type ?? member.DeclaringType);
            }

            foreach (var other in known.Where(other => other.Assembly == assembly && other.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true))
                yield return (Folder(type.Namespace), Folder(other.Namespace), Outermost(other).Name, $"{type.FullName} knows {other.FullName}");
        }
    }

    private static void Know(HashSet<Type> known, Type? type)
    {
        if (type is null)
            return;
        if (type.HasElementType)
        {
            Know(known, type.GetElementType());
            return;
        }

        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
            {
                if (!argument.IsGenericParameter)
                    Know(known, argument);
            }

            type = type.GetGenericTypeDefinition();
        }

        known.Add(type);
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string Folder(string? name) => name is null || name == Root || !name.StartsWith(Root + ".", StringComparison.Ordinal) ? "" : name[(Root.Length + 1)..].Split('.')[0];
}
