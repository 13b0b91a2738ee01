using System.Data.Common;

namespace StrategyEngine.Data.SqlServer.Administration;

/// <summary>How the server keeps a database.</summary>
/// <param name="State">ONLINE, RECOVERING, SUSPECT, EMERGENCY and others.</param>
/// <param name="IsWritable">Whether it may be written: it is not set read-only and is no secondary replica.</param>
/// <param name="IsVersioned">Whether READ_COMMITTED_SNAPSHOT is on.</param>
/// <param name="SnapshotIsolation">ON, OFF, or on the way to either.</param>
/// <param name="LogWaitsFor">What keeps the log from being used again, NOTHING if nothing does.</param>
internal sealed record SqlServerState(string State, bool IsWritable, bool IsVersioned, string SnapshotIsolation, string LogWaitsFor)
{
    /// <summary>Reads a row of <see cref="SqlServerAdministrationSql.ReadState"/>.</summary>
    public static SqlServerState Of(DbDataReader row) =>
        new(row.GetString(0), row["updateability"] is "READ_WRITE", row.GetBoolean(2), row.GetString(3), row.GetString(4));
}
