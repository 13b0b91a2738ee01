using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>The storage forms that hold for every table.</summary>
internal static class StorageForms
{
    public static IReadOnlyList<string> Faults(IRelationalModel model) => [.. model.Tables.SelectMany(Faults)];

    private static IEnumerable<string> Faults(ITable table)
    {
        if (table.Schema != "trading")
            yield return $"{table.Name} is not in the schema trading";
        foreach (var column in table.Columns)
        {
            var name = $"{table.Name}.{column.Name}";
            if (column.StoreType.StartsWith("nvarchar", StringComparison.Ordinal) && column.Collation != "Latin1_General_100_BIN2")
                yield return $"{name} is not compared by its characters";
            if (column.StoreType.StartsWith("datetime", StringComparison.Ordinal) && column.StoreType != "datetime2(3)")
                yield return $"{name} is no instant in UTC to the millisecond";
            if (column.StoreType.StartsWith("decimal", StringComparison.Ordinal)
                && column.StoreType is not ("decimal(20,8)" or "decimal(28,8)" or "decimal(28,12)"))
            {
                yield return $"{name} has no form of an amount";
            }
        }

        if (table.Name is "market_data" && table.PrimaryKey?.FindAnnotation("SqlServer:Clustered")?.Value is not true)
            yield return $"{table.Name} is not clustered on its key by itself";
    }
}
