using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>A session of SQLite whose batches are not atomic as a whole.</summary>
internal sealed class SeparateTransactionsSession(DbContext context, MigrationSession session) : MigrationSession(context)
{
    public override bool IsWholeBatchAtomic => false;

    public override Task<bool> ExistsAsync(CancellationToken cancellationToken) => session.ExistsAsync(cancellationToken);

    public override Task OpenAsync(CancellationToken cancellationToken) => session.OpenAsync(cancellationToken);

    public override Task<IReadOnlyList<string>> ReadHistoryAsync(CancellationToken cancellationToken) =>
        session.ReadHistoryAsync(cancellationToken);

    public override Task<bool> TryBeginAsync(CancellationToken cancellationToken) => session.TryBeginAsync(cancellationToken);

    public override Task ExecuteAsync(string sql, CancellationToken cancellationToken) => session.ExecuteAsync(sql, cancellationToken);

    public override bool IsCovered(MigrationCommand command) => session.IsCovered(command);

    public override Task<IReadOnlyList<string>> FindViolationsAsync(CancellationToken cancellationToken) =>
        session.FindViolationsAsync(cancellationToken);

    public override Task CommitAsync(CancellationToken cancellationToken) => session.CommitAsync(cancellationToken);

    public override Task RollbackAsync() => session.RollbackAsync();

    public override Task EnsureJournalAsync(CancellationToken cancellationToken) => session.EnsureJournalAsync(cancellationToken);

    public override Task WriteJournalAsync(MigrationJournalEntry entry, CancellationToken cancellationToken) =>
        session.WriteJournalAsync(entry, cancellationToken);

    public override Task ClearJournalAsync(
        string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken) =>
        session.ClearJournalAsync(historyTable, status, runId, cancellationToken);

    public override Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(string historyTable, CancellationToken cancellationToken) =>
        session.ReadJournalAsync(historyTable, cancellationToken);

    public override Task<DatabaseInfo> ReadInfoAsync(CancellationToken cancellationToken) => session.ReadInfoAsync(cancellationToken);

    public override Task<long> CountAsync(string sql, CancellationToken cancellationToken) => session.CountAsync(sql, cancellationToken);

    public override Task<IReadOnlyList<string>> ReadColumnsAsync(string table, string? schema, CancellationToken cancellationToken) =>
        session.ReadColumnsAsync(table, schema, cancellationToken);

    public override Task<IReadOnlyList<SchemaLine>> ReadSchemaAsync(CancellationToken cancellationToken) =>
        session.ReadSchemaAsync(cancellationToken);

    public override ValueTask DisposeAsync() => session.DisposeAsync();
}
