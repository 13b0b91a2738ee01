using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Jobs;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Tells whether stored values need the table of the data keys. Asks the database once.</summary>
internal sealed class KeyTableUse(DbContext context, MigrationSession session, EncryptionDialect dialect)
{
    private bool? _isInUse;

    /// <summary>Whether the table is the key table, and an encrypted column holds a value.</summary>
    public async Task<bool> IsInUseAsync(string table, CancellationToken cancellationToken)
    {
        if (!string.Equals(context.Model.FindEntityType(typeof(DataKey))?.GetTableName(), table, StringComparison.OrdinalIgnoreCase))
            return false;
        return _isInUse ??= await FindValueAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> FindValueAsync(CancellationToken cancellationToken)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        foreach (var table in context.Model.GetRelationalModel().Tables)
        {
            var encrypted = EncryptedTable.Of(context, dialect)
                .FirstOrDefault(each => each.Sql == sql.DelimitIdentifier(table.Name, table.Schema));
            if (encrypted is null)
                continue;
            var existing = await session.ReadColumnsAsync(table.Name, table.Schema, cancellationToken).ConfigureAwait(false);
            var columns = encrypted.Columns.Where(column => existing.Contains(column.Name, StringComparer.OrdinalIgnoreCase)).ToList();
            if (columns.Count > 0
                && await session.CountAsync(
                    $"SELECT COUNT(*) FROM {encrypted.Sql} WHERE "
                    + $"{string.Join(" OR ", columns.Select(column => $"{column.Sql} IS NOT NULL"))}", cancellationToken)
                    .ConfigureAwait(false) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
