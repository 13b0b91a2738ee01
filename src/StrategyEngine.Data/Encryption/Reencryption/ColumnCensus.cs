using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>Lets the database count what its encrypted columns hold.</summary>
internal sealed class ColumnCensus(DbContext context, EncryptionDialect dialect)
{
    public async Task<IReadOnlyList<EncryptedColumnStatus>> CountAsync(CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var counts = new List<EncryptedColumnStatus>();
        foreach (var table in EncryptedTable.Of(context, dialect))
        {
            foreach (var column in table.Columns)
                counts.Add(await CountAsync(table, column, cancellationToken).ConfigureAwait(false));
        }

        return counts;
    }

    private async Task<EncryptedColumnStatus> CountAsync(
        EncryptedTable table, EncryptedTableColumn column, CancellationToken cancellationToken)
    {
        var isEnvelope = $"{dialect.BinarySlice(column.Sql, 1, 1)} = @marker";
        var plaintext = await ScalarAsync(
            $"SELECT COUNT(*) FROM {table.Sql} WHERE {column.Sql} IS NOT NULL AND NOT ({isEnvelope})",
            cancellationToken).ConfigureAwait(false);
        var nulls = await ScalarAsync($"SELECT COUNT(*) FROM {table.Sql} WHERE {column.Sql} IS NULL", cancellationToken)
            .ConfigureAwait(false);
        var byKey = await ByKeyAsync(
            $"""
            SELECT key_id, COUNT(*)
            FROM (
                SELECT {dialect.BinarySlice(column.Sql, Envelope.KeyIdOffset + 1, Envelope.KeyIdSize)} AS key_id
                FROM {table.Sql}
                WHERE {column.Sql} IS NOT NULL AND {isEnvelope}
            ) AS stored
            GROUP BY key_id
            """,
            cancellationToken).ConfigureAwait(false);
        return new EncryptedColumnStatus(table.Name, column.Name, column.Encrypted.StableName!, byKey, plaintext, nulls);
    }

    private async Task<long> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private async Task<IReadOnlyDictionary<uint, long>> ByKeyAsync(string sql, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<uint, long>();
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    // A value cut off inside its key id counts under key 0, which no key has.
                    var bytes = reader.GetFieldValue<byte[]>(0);
                    var keyId = bytes.Length == Envelope.KeyIdSize ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
                    counts[keyId] = counts.GetValueOrDefault(keyId) + Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture);
                }
            }
        }

        return counts;
    }

    private DbCommand Command(string sql)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        if (sql.Contains("@marker", StringComparison.Ordinal))
            command.AddBinary("@marker", [Envelope.Marker]);
        return command;
    }
}
