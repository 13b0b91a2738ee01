using System.Security.Cryptography;
using System.Text;

using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>
/// A loop by hand: pages in the order of the key, two reused <see cref="AesGcm"/>, a fresh random nonce per value, a prepared update by
/// key, a transaction per page. No check that the value is still the one that was read, no place to go on from, no lease, no count.
/// </summary>
internal sealed class BareReencryption : Contender
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly CredentialDatabase _database;
    private readonly int _pageSize;
    private AesGcm _from = NewKey();
    private AesGcm _to = NewKey();

    private BareReencryption(CredentialDatabase database, int pageSize)
        : base($"loop, {pageSize} rows a page") => (_database, _pageSize) = (database, pageSize);

    public static async Task<BareReencryption> CreateAsync(CredentialDatabase database, string[] secrets, int pageSize)
    {
        var loop = new BareReencryption(database, pageSize);
        await using var connection = await loop.OpenAsync();
        using var create = Command(connection, $"""
            DROP TABLE IF EXISTS bare_{pageSize};
            CREATE TABLE bare_{pageSize} (Id TEXT NOT NULL PRIMARY KEY, ApiKey BLOB NOT NULL, ApiSecret BLOB NOT NULL, CreatedAt INTEGER NOT NULL,
                Exchange TEXT NOT NULL, IsTestnet INTEGER NOT NULL, Label TEXT NOT NULL, "Limit" REAL NOT NULL, Uses INTEGER NOT NULL)
            """);
        create.ExecuteNonQuery();
        await using var transaction = await connection.BeginTransactionAsync();
        using var insert = Command(
            connection,
            $"INSERT INTO bare_{pageSize} VALUES ($id, $key, $secret, $at, 'binance', 0, $label, 1.5, 1)",
            "$id",
            "$key",
            "$secret",
            "$at",
            "$label");
        for (var i = 0; i < secrets.Length / 2; i++)
        {
            insert.Parameters[0].Value = new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            insert.Parameters[1].Value = Seal(loop._from, Encoding.UTF8.GetBytes(secrets[2 * i]));
            insert.Parameters[2].Value = Seal(loop._from, Encoding.UTF8.GetBytes(secrets[(2 * i) + 1]));
            insert.Parameters[3].Value = 1_700_000_000_000 + i;
            insert.Parameters[4].Value = $"bot {i}";
            insert.ExecuteNonQuery();
        }

        await transaction.CommitAsync();
        return loop;
    }

    public override async Task RunAsync()
    {
        await using var connection = await OpenAsync();
        using var select = Command(
            connection, $"SELECT Id, ApiKey, ApiSecret FROM bare_{_pageSize} WHERE Id > $after ORDER BY Id LIMIT {_pageSize}", "$after");
        using var update = Command(
            connection, $"UPDATE bare_{_pageSize} SET ApiKey = $key, ApiSecret = $secret WHERE Id = $id", "$key", "$secret", "$id");
        var page = new List<(string Id, byte[] Key, byte[] Secret)>(_pageSize);
        for (var after = ""; ; after = page[^1].Id)
        {
            page.Clear();
            select.Parameters[0].Value = after;
            using (var reader = select.ExecuteReader())
            {
                while (reader.Read())
                    page.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)));
            }

            if (page.Count == 0)
                break;
            using var transaction = connection.BeginTransaction();
            update.Transaction = transaction;
            foreach (var (id, key, secret) in page)
            {
                update.Parameters[0].Value = Reseal(key);
                update.Parameters[1].Value = Reseal(secret);
                update.Parameters[2].Value = id;
                update.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        (_from, _to) = (_to, _from);
    }

    public override async Task<string> DigestAsync()
    {
        await using var connection = await OpenAsync();
        using var select = Command(connection, $"SELECT ApiKey, ApiSecret FROM bare_{_pageSize} ORDER BY CreatedAt");
        using var reader = select.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(Encoding.UTF8.GetString(Open(_from, reader.GetFieldValue<byte[]>(0))));
            values.Add(Encoding.UTF8.GetString(Open(_from, reader.GetFieldValue<byte[]>(1))));
        }

        return FieldValues.Digest(values);
    }

    public override ValueTask DisposeAsync()
    {
        _from.Dispose();
        _to.Dispose();
        return ValueTask.CompletedTask;
    }

    private static AesGcm NewKey() => new(RandomNumberGenerator.GetBytes(32), TagSize);

    private static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> text)
    {
        var result = new byte[NonceSize + text.Length + TagSize];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        aes.Encrypt(result.AsSpan(0, NonceSize), text, result.AsSpan(NonceSize, text.Length), result.AsSpan(NonceSize + text.Length));
        return result;
    }

    private static byte[] Open(AesGcm aes, byte[] value)
    {
        var text = new byte[value.Length - NonceSize - TagSize];
        aes.Decrypt(value.AsSpan(0, NonceSize), value.AsSpan(NonceSize, text.Length), value.AsSpan(NonceSize + text.Length), text);
        return text;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private byte[] Reseal(byte[] value) => Seal(_to, Open(_from, value));

    // As durable as the library's own connections.
    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(_database.ConnectionString);
        await connection.OpenAsync();
        using var pragmas = Command(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
