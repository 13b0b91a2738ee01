using System.Globalization;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>A database file of its own, with a DataProtection ring of its own.</summary>
internal sealed class EncryptedDatabase : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public EncryptedDatabase(string? folder = null, string ringName = "ring")
    {
        OwnsFolder = folder is null;
        Folder = folder ?? Path.Combine(Path.GetTempPath(), "se-enc-" + Guid.CreateVersion7().ToString("N"));
        Directory.CreateDirectory(Folder);
        (Protection, KekManager) = OpenKeyRing(ringName);
        Ring = NewRing();
        if (OwnsFolder)
        {
            using var context = NewContext();
            context.Database.EnsureCreated();
        }
    }

    public string Folder { get; }

    public bool OwnsFolder { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public IDataProtectionProvider Protection { get; }

    public IKeyManager KekManager { get; }

    public DataKeyRing Ring { get; }

    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(Folder, "data.db"),
        Pooling = false,
    }.ToString();

    public EncryptionKeyManager Keys => new(Ring, () => NewContext(), new SqliteTradingProvider("Data Source=none.db").Encryption, Time);

    public DataKeyRing NewRing((IDataProtectionProvider Protection, IKeyManager Keys)? keyRing = null)
    {
        var (protection, keys) = keyRing ?? (Protection, KekManager);
        var ring = new DataKeyRing(protection, () => NewContext(null), Time,
            keys)
        { Dialect = new SqliteTradingProvider("Data Source=none.db").Encryption };
        _owned.Add(ring);
        return ring;
    }

    public AccountContext NewContext() => NewContext(Ring);

    public AccountContext NewContext(DataKeyRing? ring, Action<DbContextOptionsBuilder>? configure = null)
    {
        var options = new DbContextOptionsBuilder<AccountContext>().UseSqlite(ConnectionString).UseEncryption(ring);
        configure?.Invoke(options);
        return new AccountContext(options.Options);
    }

    public (IDataProtectionProvider Protection, IKeyManager Keys) OpenKeyRing(string name)
    {
        var services = new ServiceCollection();
        services.AddDataProtection()
            .SetApplicationName("tests")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(Folder, name)));
        var provider = services.BuildServiceProvider();
        _owned.Add(provider);
        return (provider.GetRequiredService<IDataProtectionProvider>(), provider.GetRequiredService<IKeyManager>());
    }

    public T? Scalar<T>(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = Command(connection, sql, parameters);
        var value = command.ExecuteScalar();
        return value is null or DBNull
            ? default
            : value is T typed ? typed : (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);
    }

    public int Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            owned.Dispose();
        if (OwnsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
