using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>One version of an application: its model, with a key ring and manager of its own, on the database of a test.</summary>
internal sealed class AppVersion : IDisposable
{
    private readonly EncryptedDatabase _database;
    private readonly Action<ModelBuilder> _shape;
    private readonly DataKeyRing _ring;

    public AppVersion(EncryptedDatabase database, Action<ModelBuilder> shape)
    {
        (_database, _shape) = (database, shape);
        _ring = database.NewRing();
        Keys = new EncryptionKeyManager(_ring, NewContext, _ring.Dialect!, database.Time);
    }

    public EncryptionKeyManager Keys { get; }

    public DataKeyRing Ring => _ring;

    public ShapedContext NewContext() =>
        new(new DbContextOptionsBuilder<ShapedContext>().UseSqlite(_database.ConnectionString).UseEncryption(_ring).Options, _shape);

    /// <summary>Creates the tables of the version; those of encryption are there.</summary>
    public void CreateTables()
    {
        using var context = NewContext();
        foreach (var statement
            in context.Database.GenerateCreateScript().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!statement.Contains("encryption_", StringComparison.Ordinal))
                _database.Execute(statement);
        }
    }

    public void Add(params object[] entities)
    {
        using var context = NewContext();
        context.AddRange(entities);
        context.SaveChanges();
    }

    public List<T> Read<T>()
        where T : class
    {
        using var context = NewContext();
        return context.Set<T>().AsNoTracking().ToList();
    }

    public void Dispose() => _ring.Dispose();
}
