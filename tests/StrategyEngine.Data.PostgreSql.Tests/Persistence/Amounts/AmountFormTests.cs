using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.PostgreSql.Tests.Amounts;

public sealed class AmountFormTests : AmountFormSpecification<RowsOnlyTestDatabase>
{
    protected override string Stored(string column) => $"{column}::text || ' ' || encode(numeric_send({column}::numeric), 'hex')";

    protected override async Task<List<object>> QueryElsewhereAsync(string sql)
    {
        await using var connection = await TestDatabase.ConnectAsync();
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
