using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>What SQL Server refuses, or finds out only when a row is written, and what neither a parser nor DacFx sees.</summary>
internal static class ModelLints
{
    private const int ClusteredKeyBytes = 900, IndexKeyBytes = 1700, KeyColumns = 32;

    public static IReadOnlyList<string> Find(IRelationalModel model) =>
        [.. model.Tables.SelectMany(CascadePaths), .. model.Tables.SelectMany(Keys)];

    /// <summary>Error 1785: what a delete takes along must be a tree, in which no table appears twice.</summary>
    private static IEnumerable<string> CascadePaths(ITable root)
    {
        var reached = new HashSet<ITable> { root };
        var open = new Queue<ITable>([root]);
        while (open.TryDequeue(out var principal))
        {
            foreach (var key in principal.ReferencingForeignKeyConstraints.Where(
                key => key.OnDeleteAction is ReferentialAction.Cascade or ReferentialAction.SetNull or ReferentialAction.SetDefault))
            {
                if (reached.Add(key.Table))
                    open.Enqueue(key.Table);
                else
                    yield return $"deleting from {root.Name} reaches {key.Table.Name} on two paths, the second by {key.Name}";
            }
        }
    }

    /// <summary>Errors 1919 and 1946: a key column of unlimited length, and keys that do not fit.</summary>
    private static IEnumerable<string> Keys(ITable table)
    {
        var keys = table.UniqueConstraints.Select(
            key => (key.Name, key.Columns, Limit: key == table.PrimaryKey ? ClusteredKeyBytes : IndexKeyBytes))
            .Concat(table.Indexes.Select(index => (index.Name, index.Columns, Limit: IndexKeyBytes)));
        foreach (var (name, columns, limit) in keys)
        {
            var sizes = columns.Select(column => Bytes(column.StoreType)).ToList();
            if (sizes.Contains(null))
                yield return $"{name} on {table.Name} has a column of unlimited length";
            else if (sizes.Sum() > limit)
                yield return $"{name} on {table.Name} may take {sizes.Sum()} of {limit} bytes";
            if (columns.Count > KeyColumns)
                yield return $"{name} on {table.Name} has {columns.Count} columns";
        }
    }

    /// <summary>The most bytes a value takes; null if there is no limit.</summary>
    private static int? Bytes(string storeType)
    {
        var name = storeType.Split('(')[0];
        var length = storeType.Contains('(', StringComparison.Ordinal) ? storeType.Split('(', ',', ')')[1] : "";
        return (name, length) switch
        {
            (_, "max") => null,
            ("nvarchar" or "nchar", _) => 2 * int.Parse(length),
            ("varchar" or "char" or "varbinary" or "binary", _) => int.Parse(length),
            ("uniqueidentifier", _) => 16,
            ("datetime2", _) => 8,
            ("decimal", _) => 17,
            ("bigint", _) => 8,
            ("int", _) => 4,
            ("smallint", _) => 2,
            ("bit" or "tinyint", _) => 1,
            _ => throw new NotSupportedException($"How long is {storeType}?"),
        };
    }
}
