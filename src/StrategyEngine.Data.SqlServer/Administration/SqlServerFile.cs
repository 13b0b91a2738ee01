using System.Data.Common;

namespace StrategyEngine.Data.SqlServer.Administration;

/// <summary>A data file, in bytes.</summary>
/// <param name="Size">What it takes.</param>
/// <param name="Used">What is used of it.</param>
/// <param name="Limit">How far it may grow; null if only the disk limits it.</param>
internal sealed record SqlServerFile(long Size, long Used, long? Limit)
{
    /// <summary>Reads a row of <see cref="SqlServerAdministrationSql.ReadFiles"/>.</summary>
    public static SqlServerFile Of(DbDataReader row) => new(row.GetInt64(0), row["used"] is long used ? used : 0, row["limit"] as long?);
}
