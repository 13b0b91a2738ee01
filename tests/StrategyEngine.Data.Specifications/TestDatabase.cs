using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Specifications;

/// <summary>A real, empty database of one engine, for one test; gone when disposed.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    protected TestDatabase()
    {
        Folder = Path.Combine(Path.GetTempPath(), $"strategyengine-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(Folder);
    }

    /// <summary>A folder of the test's own, for key rings and files.</summary>
    public string Folder { get; }

    /// <summary>Chooses the engine; every call chooses the same database.</summary>
    public abstract void Use(TradingDataBuilder trading);

    /// <summary>How the engine would run the query, in its own words.</summary>
    public abstract Task<string> ExplainAsync(DbContext context, IQueryable query);

    /// <summary>Every byte the engine keeps on disk for the database.</summary>
    public abstract Task<byte[]> DumpAsync();

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
