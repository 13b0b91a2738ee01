using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications;

/// <summary>A real, empty database of one engine, for one test; gone when disposed.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    protected TestDatabase()
    {
        if (TestProcess.ParentFolder is { } folder)
        {
            Folder = folder;
            IsAttached = true;
            return;
        }

        Folder = Path.Combine(Path.GetTempPath(), $"strategyengine-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(Folder);
    }

    /// <summary>A folder of the test's own, for key rings and files.</summary>
    public string Folder { get; }

    /// <summary>Whether this is the database of a test in another process, which deletes it.</summary>
    protected bool IsAttached { get; }

    /// <summary>The services of one application instance on this database and key ring; the caller disposes of them.</summary>
    public ServiceProvider BuildServices(
        TimeProvider time, Action<TradingDataBuilder>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(time);
        services?.Invoke(collection);
        collection.AddTradingData(trading =>
        {
            Use(trading);
            trading.ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Folder, "keys"))));
            configure?.Invoke(trading);
        });
        return collection.BuildServiceProvider();
    }

    /// <summary>
    /// The services of an application instance whose work with Entity Framework is watched, or held up at a certain point; the caller
    /// disposes of them.
    /// </summary>
    public ServiceProvider BuildServices(TimeProvider time, IInterceptor interceptor) => BuildServices(
        time,
        services: collection =>
            collection.AddSingleton<IDbContextFactory<TradingDbContext>>(services => new PooledDbContextFactory<TradingDbContext>(
            (DbContextOptions<TradingDbContext>)new DbContextOptionsBuilder<TradingDbContext>().UseTradingData(services)
                .AddInterceptors(interceptor).Options)));

    /// <summary>
    /// The services of an application whose own context is <typeparamref name="TContext"/>, on this database and key ring; the caller
    /// disposes of them.
    /// </summary>
    public ServiceProvider BuildHostServices<TContext>(TimeProvider time)
        where TContext : DbContext => new ServiceCollection().AddSingleton(time).AddTradingData<TContext>(trading =>
        {
            Use(trading);
            trading.ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Folder, "keys"))));
        }).BuildServiceProvider();

    /// <summary>Chooses the engine; every call chooses the same database.</summary>
    public abstract void Use(TradingDataBuilder trading);

    /// <summary>A table of the library as plain SQL has to name it.</summary>
    public virtual string Table(string name) => name;

    /// <summary>Makes the database and brings it up to date.</summary>
    public virtual Task MigrateAsync(MigrationRunner runner) => runner.MigrateAsync();

    /// <summary>Runs a statement that the application itself may have no right to.</summary>
    public virtual Task ExecuteAsOwnerAsync(DbContext context, string sql) => context.Database.ExecuteSqlRawAsync(sql);

    /// <summary>How the engine would run the query, in its own words.</summary>
    public abstract Task<string> ExplainAsync(DbContext context, IQueryable query);

    /// <summary>Every byte the engine keeps on disk for the database.</summary>
    public abstract Task<byte[]> DumpAsync();

    public virtual ValueTask DisposeAsync()
    {
        if (!IsAttached)
            Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
