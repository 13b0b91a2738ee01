using Npgsql;

namespace StrategyEngine.Data.PostgreSql;

/// <summary>Short ways to run one statement. They run without a command timeout; cancel with the token.</summary>
internal static class NpgsqlConnectionExtensions
{
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of compiled migrations, constants of this assembly, and names that were quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        return command;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.Command(sql);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.Command(sql);
        await using (command.ConfigureAwait(false))
            return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Reads the first column of every row of the last statement.</summary>
    public static async Task<List<string>> TextsAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.Command(sql);
        await using (command.ConfigureAwait(false))
            return await command.TextsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="TextsAsync(NpgsqlConnection, string, CancellationToken)" />
    public static async Task<List<string>> TextsAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            do
            {
                texts.Clear();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    texts.Add(reader.GetString(0));
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        }

        return texts;
    }
}
