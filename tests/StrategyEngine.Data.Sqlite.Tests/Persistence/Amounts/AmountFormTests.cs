using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.Sqlite.Tests.Amounts;

public sealed class AmountFormTests : AmountFormSpecification<SqliteTestDatabase>
{
    protected override string Stored(string column) => $"typeof({column}) || ' ' || hex(CAST({column} AS BLOB))";

    protected override string Number(string column) => $"CAST({column} AS REAL)";

    protected override object Parameter(Guid id) => id.ToByteArray(bigEndian: true);

    protected override async Task<List<object>> QueryElsewhereAsync(string sql)
    {
        await using var connection = new SqliteConnection(TestDatabase.ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<object>();
        while (await reader.ReadAsync())
            values.Add(reader.GetValue(0));
        return values;
    }
}
