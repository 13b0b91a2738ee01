using System.Reflection;
using System.Runtime.CompilerServices;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.PostgreSql;
using StrategyEngine.Data.Sqlite;
using StrategyEngine.Data.SqlServer;

namespace StrategyEngine.Data.Tests.Architecture;

public sealed class ConventionTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies =
        [typeof(TradingDatabase).Assembly, typeof(SqliteTradingProvider).Assembly, typeof(PostgreSqlTradingProvider).Assembly,
            typeof(SqlServerTradingProvider).Assembly];

    private static IEnumerable<MethodInfo> PublicMethods => Assemblies
        .SelectMany(assembly => assembly.GetExportedTypes())
        .SelectMany(type => type.GetMethods(Declared))
        .Where(
            method => !method.IsSpecialName
                && method.GetBaseDefinition() == method
                && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    [Test]
    public void An_asynchronous_method_ends_in_Async_and_takes_a_cancellation_token_last()
    {
        // A rollback that could be cancelled would leave what it must undo.
        string[] notCancellable = ["MigrationSession.RollbackAsync"];
        var wrong = PublicMethods
            .Where(method => IsAsynchronous(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync))
            .Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)
                || method.GetParameters() is not [.., { ParameterType: var last, Name: "cancellationToken" }]
                || last != typeof(CancellationToken))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Except(notCancellable);

        wrong.Should().BeEmpty();
    }

    [Test]
    public void A_class_is_sealed_static_or_abstract_or_says_why_not()
    {
        string[] openOnPurpose = [nameof(TradingDataException)];
        var open = Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false, IsNested: false } && !type.Name.StartsWith('<'))
            .Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Where(type => !Assemblies.SelectMany(assembly => assembly.GetTypes()).Any(other => other.BaseType == type))
            .Where(type => type.Namespace?.StartsWith("StrategyEngine", StringComparison.Ordinal) == true)
            .Where(
                type => !typeof(Microsoft.EntityFrameworkCore.Migrations.Migration).IsAssignableFrom(type)
                    && !typeof(Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot).IsAssignableFrom(type))
            .Select(type => type.Name).Except(openOnPurpose);

        open.Should().BeEmpty();
    }

    [Test]
    public void A_provider_sees_only_the_public_api_of_the_core()
    {
        typeof(TradingDatabase).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Select(attribute => attribute.AssemblyName)
            .Should().BeSubsetOf(["StrategyEngine.Data.Tests"]);
    }

    [Test]
    public void A_provider_shows_its_internals_to_its_own_tests_only()
    {
        foreach (var provider in Assemblies.Where(assembly => assembly != typeof(TradingDatabase).Assembly))
        {
            provider.GetCustomAttributes<InternalsVisibleToAttribute>().Select(attribute => attribute.AssemblyName)
                .Should().BeSubsetOf([$"{provider.GetName().Name}.Tests"]);
        }
    }

    private static bool IsAsynchronous(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || (type.IsGenericType
            && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>)));
}
