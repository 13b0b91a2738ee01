using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Administration;

/// <summary>Reads a copy through and through.</summary>
internal static class SqliteCopyReader
{
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException exception) when (SqliteErrors.Classify(exception).Kind == DatabaseErrorKind.CannotOpen)
        {
            connection.Dispose();
            throw new AdministrationException(
                AdministrationFault.BackupNotFound, "The backup cannot be opened. Let this user read the file and its folder.", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <param name="connection">The copy.</param>
    /// <param name="live">A context of the live database, whose model the copy should have.</param>
    public static BackupContents Read(SqliteConnection connection, DbContext live)
    {
        try
        {
            Check(connection);
            var tables = Tables(connection);
            return new BackupContents(Migrations(connection, live, tables), DataKeys(connection, live, tables));
        }
        catch (SqliteException exception) when (SqliteErrors.Classify(exception).Kind == DatabaseErrorKind.Corrupt)
        {
            throw Corrupt("SQLite cannot read it", exception);
        }
    }

    private static void Check(SqliteConnection connection)
    {
        if (connection.Text("PRAGMA quick_check(1)") is not "ok" and var damage)
            throw Corrupt($"SQLite says: {damage}", null);
        if (connection.Number("SELECT COUNT(*) FROM pragma_foreign_key_check") is > 0 and var violations)
            throw Corrupt($"{violations} of its rows refer to others that are not there", null);
    }

    private static AdministrationException Corrupt(string what, Exception? cause) =>
        new(AdministrationFault.BackupCorrupt, $"The backup is damaged, or is no SQLite database ({what}). Take another copy of it,"
            + " or an older backup.", cause);

    private static HashSet<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    private static List<string> Migrations(SqliteConnection connection, DbContext live, HashSet<string> tables)
    {
        var table = RelationalOptionsExtension.Extract(live.GetService<IDbContextOptions>()).MigrationsHistoryTableName
            ?? HistoryRepository.DefaultTableName;
        var ids = new List<string>();
        if (!tables.Contains(table))
            return ids;
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A delimited name.
        command.CommandText = $"""SELECT "MigrationId" FROM {live.GetService<ISqlGenerationHelper>().DelimitIdentifier(table)}""";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
            ids.Add(reader.GetString(0));
        ids.Sort(StringComparer.OrdinalIgnoreCase);
        return ids;
    }

    // The live model knows how a data key is stored, also in a host's context.
    private static List<DataKey>? DataKeys(SqliteConnection connection, DbContext live, HashSet<string> tables)
    {
        if (live.Model.FindEntityType(typeof(DataKey))?.GetTableName() is not { } table || !tables.Contains(table))
            return null;
        using var copy = new DbContext(new DbContextOptionsBuilder().UseSqlite(connection).UseModel(live.Model).Options);
        return [.. copy.Set<DataKey>().AsNoTracking()];
    }
}
