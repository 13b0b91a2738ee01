using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Tests.Offline;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>
/// A server that is none: it notes what the runner and the administrator send to it, and answers what is written down here.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly CapturingDatabase _folder = new();

    /// <summary>What was sent, in order, with the begin and the end of each transaction.</summary>
    public List<string> Statements { get; } = [];

    /// <summary>The methods of the core that sent something.</summary>
    public ConcurrentDictionary<string, bool> Methods { get; } = [];

    /// <summary>The migrations in the history table.</summary>
    public IReadOnlyList<string> History { get; set; } = [];

    /// <summary>The columns that every table has.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>How many rows every question for a number finds.</summary>
    public int Rows { get; set; }

    /// <summary>Further answers, which go before those of the server: by a part of the statement.</summary>
    public Dictionary<string, DataTable> Answers { get; } = [];

    /// <summary>What the server refuses: by a part of the statement.</summary>
    public Dictionary<string, Exception> Refusals { get; } = [];

    /// <summary>A folder for key rings.</summary>
    public string Folder => _folder.Folder;

    public ScriptedProvider CreateProvider() => new(OfflineModel.Provider, () => new RecordingConnection(Statements, Answer));

    /// <summary>A context of the library on the server.</summary>
    public TradingDbContext CreateContext()
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, CreateProvider());
        return new TradingDbContext(options.Options);
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    /// <summary>A table of rows of the same kind.</summary>
    public static DataTable Table(string[] columns, params object?[][] rows)
    {
        var table = new DataTable();
        for (var i = 0; i < columns.Length; i++)
            table.Columns.Add(columns[i], rows.Select(row => row[i]?.GetType()).FirstOrDefault(type => type is not null) ?? typeof(string));
        foreach (var row in rows)
            table.Rows.Add([.. row.Select(value => value ?? DBNull.Value)]);
        return table;
    }

    private DataTable? Answer(DbCommand command)
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } method && type.Assembly == typeof(TradingDatabase).Assembly)
                Methods[CallSites.NameOf(method)] = true;
        }

        var sql = command.CommandText;
        if (Refusals.FirstOrDefault(refusal => sql.Contains(refusal.Key, StringComparison.Ordinal)).Value is { } refused)
            throw refused;
        if (Answers.FirstOrDefault(answer => sql.Contains(answer.Key, StringComparison.Ordinal)).Value is { } given)
            return given;
        if (sql.Contains("OBJECT_ID(@table, N'U') IS NULL", StringComparison.Ordinal))
            return Table(["exists"], [1]);
        if (sql.StartsWith("SELECT [MigrationId]", StringComparison.Ordinal))
            return Table(["MigrationId"], [.. History.Select(id => new object[] { id })]);
        if (sql.StartsWith("SELECT name FROM sys.columns", StringComparison.Ordinal))
            return Table(["name"], [.. Columns.Select(name => new object[] { name })]);
        return sql.Contains("COUNT_BIG(*)", StringComparison.Ordinal) ? Table(["count"], [Rows]) : null;
    }
}
