using System.Linq.Expressions;
using System.Reflection;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Tests.Offline;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>
/// The statements that EF makes: the library works on a real SQLite file, each query it asks for is captured before EF translates it, and
/// translated for SQL Server too.
/// </summary>
public sealed class QueryStatementTests
{
    // What the library's own model cannot lead to, or only a crowd or a new ring key does.
    private static readonly Dictionary<string, Action<TradingDbContext>> ByHand = new()
    {
        ["StrategyEngine.Data.Encryption.EncryptedQueryableExtensions <ToListAsync>d__0`1"] = context => CountNothing(context.Users),
        ["StrategyEngine.Data.Encryption.EncryptedQueryableExtensions <<ToListAsync>g__ReadAsync|0>d"] =
            context => _ = context.Users.OrderBy(user => user.Id).Skip(1).Take(2).ToList(),
        ["StrategyEngine.Data.Encryption.Jobs.ReencryptionRun <EndAdoptionAsync>d__29"] = context =>
            ByType(context, "Encryption.EncryptionColumn", nameof(EndAdoption)),
        ["StrategyEngine.Data.Encryption.Keys.KeyStore <ReplaceWrappedAsync>d__11"] = context => context.Set<DataKey>()
            .Where(row => row.KeyId == 1 && row.Wrapped == Sealed)
            .ExecuteUpdate(set => set.SetProperty(row => row.Wrapped, Sealed).SetProperty(row => row.KekId, Guid.Empty)),
        ["StrategyEngine.Data.Sessions.Throttling.LoginThrottles <ForgiveAsync>b__0"] =
        context => ByType(context, "Model.LoginThrottle", nameof(Forgive)),
    };

    private static readonly byte[] Sealed = new byte[32];

    private OfflineServer _server = null!;
    private HashSet<string> _visited = [];
    private List<Expression> _queries = [];

    [OneTimeSetUp]
    public async Task WalkAsync()
    {
        _server = await OfflineServer.StartAsync();
        foreach (var (specification, test) in Walks.All)
            await SpecificationRun.RunAsync(specification, test);
        _visited = [.. CapturingDatabase.Captured.Methods.Keys];
        _queries = [.. CapturingDatabase.Captured.Queries];
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public void Every_method_that_runs_a_query_was_visited()
    {
        CallSites.Queries().Should().HaveCountGreaterThan(50);
        Unvisited(_visited).Should().BeEmpty("a walk, or a query by hand, has to show it to the parser");
        ByHand.Keys.Except(CallSites.Queries()).Should().BeEmpty("what is gone needs no query by hand");
    }

    [Test]
    public void A_method_that_was_not_visited_is_found()
    {
        const string Method = "StrategyEngine.Data.Auditing.AuditTrail <GetLatestAsync>d__3";

        Unvisited(_visited.Except([Method])).Should().Equal(Method);
    }

    [Test]
    public void Every_query_is_translated_to_TSQL()
    {
        _queries.Should().HaveCountGreaterThan(50);
        var statements = StatementsOf(context =>
        {
            foreach (var query in _queries)
                new Translation(context).Run(query);
        });
        foreach (var query in ByHand.Values)
            statements.AddRange(StatementsOf(query));

        statements.Should().HaveCountGreaterThanOrEqualTo(_queries.Count, "each of them reached the connection");
        statements.Distinct().SelectMany(sql => TSql.Errors(sql).Select(error => $"{error}\n{sql}")).Should().BeEmpty();
    }

    [Test]
    public async Task A_query_that_only_another_engine_understands_is_found()
    {
        var before = CapturingDatabase.Captured.Queries.Count;
        await using (var context = _server.CreateCapturingContext())
            _ = await context.Assets.Where(asset => EF.Functions.Glob(asset.Symbol, "BTC*")).ToListAsync();
        var query = CapturingDatabase.Captured.Queries.ToList()[before];

        await using var server = _server.CreateContext();
        FluentActions.Invoking(() => new Translation(server).Run(query))
            .Should().Throw<Exception>().Which.ToString()
            .Should()
            .Contain("could not be translated");
    }

    [Test]
    public void Every_entity_is_inserted_changed_and_deleted_in_TSQL()
    {
        using var model = _server.CreateContext();
        foreach (var entityType in model.Model.GetEntityTypes().Where(TradingEntityTypes.IsOurs))
        {
            var statements = StatementsOf(context => Save(context, entityType.ClrType, EntityState.Added));
            statements.Should().Contain(sql => sql.Contains($"INSERT INTO [trading].[{entityType.GetTableName()}]"), entityType.Name);
            statements.AddRange(StatementsOf(context => Save(context, entityType.ClrType, EntityState.Modified)));
            statements.AddRange(StatementsOf(context => Save(context, entityType.ClrType, EntityState.Deleted)));
            statements.Should().Contain(sql => sql.Contains($"DELETE FROM [trading].[{entityType.GetTableName()}]"), entityType.Name);
            statements.SelectMany(sql => TSql.Errors(sql).Select(error => $"{error}\n{sql}")).Should().BeEmpty();
        }
    }

    private static IEnumerable<string> Unvisited(IEnumerable<string> visited) => CallSites.Queries().Except(visited).Except(ByHand.Keys);

    private static void CountNothing(IQueryable<User> users)
    {
        try
        {
            _ = users.Count();
        }
        catch (InvalidOperationException exception)
            when (exception.Message.StartsWith("Sequence contains no elements", StringComparison.Ordinal))
        {
            // A server would have answered with a number.
        }
    }

    private static void ByType(TradingDbContext context, string type, string query) => typeof(QueryStatementTests)
        .GetMethod(query, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(context.Model.FindEntityType($"StrategyEngine.Data.{type}")!.ClrType).Invoke(null, [context]);

    private static void Forgive<T>(TradingDbContext context)
        where T : class => context.Set<T>()
        .Where(row => EF.Property<byte[]>(row, "Key") == Sealed).Where(row => EF.Property<int>(row, "Failures") > 0)
        .ExecuteUpdate(set => set
            .SetProperty(row => EF.Property<int>(row, "Failures"), row => EF.Property<int>(row, "Failures") - 1)
            .SetProperty(row => EF.Property<DateTimeOffset>(row, "NextAllowedAt"), DateTimeOffset.UnixEpoch));

    private static void EndAdoption<T>(TradingDbContext context)
        where T : class => context.Set<T>()
        .Where(known => EF.Property<string>(known, "Context") == "sample" && EF.Property<DateTimeOffset?>(known, "AdoptedAt") == null)
        .ExecuteUpdate(set => set.SetProperty(known => EF.Property<DateTimeOffset?>(known, "AdoptedAt"), DateTimeOffset.UnixEpoch));

    private List<string> StatementsOf(Action<TradingDbContext> work)
    {
        using var context = _server.CreateContext();
        _server.Statements.Clear();
        work(context);
        return [.. _server.Statements];
    }

    private static void Save(TradingDbContext context, Type type, EntityState state)
    {
        var entity = Activator.CreateInstance(type, nonPublic: true)!;
        var entry = context.Entry(entity);
        foreach (var property
            in entry.Properties.Where(property => !property.Metadata.IsNullable && property.Metadata.PropertyInfo?.CanWrite is true))
        {
            property.CurrentValue = SampleValues.Of(property.Metadata.ClrType);
        }

        entry.State = state;
        try
        {
            context.SaveChanges();
        }
        catch (DbUpdateException)
        {
            // Nothing was there to be changed.
        }
    }
}
