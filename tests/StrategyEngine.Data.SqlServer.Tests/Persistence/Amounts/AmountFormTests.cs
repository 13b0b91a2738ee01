using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.SqlServer.Tests.Amounts;

public sealed class AmountFormTests : AmountFormSpecification<SqlServerTestDatabase>
{
    protected override string Stored(string column) =>
        $"CONVERT(varchar(60), {column}) + ' ' + CONVERT(varchar(60), CAST({column} AS varbinary(24)), 2)";

    protected override async Task<List<object>> QueryElsewhereAsync(string sql)
    {
        await using var connection = new SqlConnection(TestDatabase.ConnectionString);
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
