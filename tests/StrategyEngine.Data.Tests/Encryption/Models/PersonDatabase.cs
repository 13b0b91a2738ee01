using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>A file of people with keys of its own, which rings open one after another or at once.</summary>
internal sealed class PersonDatabase : IDisposable
{
    private static readonly EncryptionDialect Dialect = new SqliteTradingProvider("Data Source=none.db").Encryption;

    private readonly EncryptedDatabase _keys = new();

    public PersonDatabase()
    {
        using var context = NewContext(null);
        context.Database.EnsureCreated();
    }

    public string ConnectionString =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(_keys.Folder, "people.db"), Pooling = false }.ToString();

    public FakeTimeProvider Time => _keys.Time;

    public DataKeyRing NewRing()
    {
        DataKeyRing ring = null!;
        ring = new DataKeyRing(_keys.Protection, () => NewContext(ring), _keys.Time, _keys.KekManager) { Dialect = Dialect };
        return ring;
    }

    public PersonContext NewContext(DataKeyRing? ring, Action<DbContextOptionsBuilder>? configure = null)
    {
        var options = new DbContextOptionsBuilder<PersonContext>().UseSqlite(ConnectionString).UseEncryption(ring);
        configure?.Invoke(options);
        return new PersonContext(options.Options);
    }

    public Guid Add(DataKeyRing ring, string email, string note, string pin = "1234")
    {
        using var context = NewContext(ring);
        var person = new Person { Name = email, Email = email, Note = note, Balance = 12.5m, Pin = pin };
        context.Add(person);
        context.SaveChanges();
        return person.Id;
    }

    /// <summary>Writes one person under a ring that is disposed afterwards.</summary>
    public void Fill(string email, string note)
    {
        using var ring = NewRing();
        Add(ring, email, note);
    }

    public long Count() => (long)Execute("SELECT COUNT(*) FROM people")!;

    public object? Execute(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => _keys.Dispose();
}
