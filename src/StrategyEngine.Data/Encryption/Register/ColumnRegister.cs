using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Jobs;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Register;

/// <summary>
/// Compares the encrypted columns of a model with those the database knows: a column under another name than its values were sealed
/// under, or a known value that no longer opens, is refused before anything is written.
/// </summary>
internal sealed class ColumnRegister(DataKeyRing ring, EncryptionDialect dialect)
{
    private const int SampleRows = 3;

    /// <exception cref="RenamedColumnException">A column has values under another name.</exception>
    /// <exception cref="EncryptionCanaryException">The known value of a column does not open.</exception>
    /// <param name="model">The model.</param>
    /// <param name="register">Whether to register columns that are new, which writes.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public async Task VerifyAsync(IModel model, bool register, CancellationToken cancellationToken)
    {
        using var use = new RingUse(ring.Models);
        var context = ring.Store.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var known = await context.Set<EncryptionColumn>()
                .ToDictionaryAsync(column => column.Context, StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
            foreach (var table in EncryptedTable.Of(model, context.GetService<ISqlGenerationHelper>(), dialect))
            {
                foreach (var column in table.Columns)
                    await VerifyAsync(context, table, column, known, cancellationToken).ConfigureAwait(false);
            }

            if (register)
                await SaveAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Seals the known values anew that are under other keys than the active one, before such a key is given up.</summary>
    public async Task ResealCanariesAsync(CancellationToken cancellationToken)
    {
        var context = ring.Store.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            foreach (var column in await context.Set<EncryptionColumn>().ToListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (ColumnName.TryParse(column.Context, out var entity, out var property))
                    Refresh(column, Canary.Of(ring, ring.Column(entity, property)));
            }

            await SaveAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task VerifyAsync(
        DbContext context,
        EncryptedTable table,
        EncryptedTableColumn column,
        Dictionary<string, EncryptionColumn> known,
        CancellationToken cancellationToken)
    {
        var name = column.Encrypted.StableName!;
        var canary = Canary.Of(ring, column.Encrypted.Cipher.Column);
        if (known.TryGetValue(name, out var former))
        {
            Demand(column, former, canary);
            Refresh(former, canary);
            if (former.Table == table.Name && former.Column == column.Name)
                return;
            (former.Table, former.Column) = (table.Name, column.Name);
        }

        await DemandOwnValuesAsync(context, table, column, known.Keys, cancellationToken).ConfigureAwait(false);
        if (former is not null)
            return;
        known[name] = new EncryptionColumn
        {
            Context = name,
            Table = table.Name,
            Column = column.Name,
            Canary = canary.Seal(),
            CreatedAt = ring.TimeProvider.GetUtcNow(),
        };
        context.Add(known[name]);
        Log.ColumnRegistered(ring.Logger, name, table.Name, column.Name);
    }

    private static void Demand(EncryptedTableColumn column, EncryptionColumn known, Canary canary)
    {
        try
        {
            canary.Demand(known.Canary);
        }
        catch (EncryptionException given) when (given is KeyRevokedException or KeyRetiredException or KeyDestroyedException)
        {
            // Its key was given up on purpose; the next one takes its place.
        }
        catch (EncryptionException failure) when (failure is not KeyRingMismatchException)
        {
            throw new EncryptionCanaryException(column.Encrypted.Location, known.Context, failure);
        }
    }

    private void Refresh(EncryptionColumn known, Canary canary)
    {
        if (!Envelope.IsWellFormed(known.Canary) || Envelope.KeyId(known.Canary) != ring.ActiveFieldKey().KeyId)
            known.Canary = canary.Seal();
    }

    /// <summary>Refuses a column with values of which none opens under its name.</summary>
    private async Task DemandOwnValuesAsync(
        DbContext context,
        EncryptedTable table,
        EncryptedTableColumn column,
        IEnumerable<string> known,
        CancellationToken cancellationToken)
    {
        if (table.Key.Count == 0)
            return;
        var walk = new TableWalk(context, table, []);
        await using (walk.ConfigureAwait(false))
        {
            var position = table.Columns.ToList().IndexOf(column);
            FieldTamperedException? tampered = null;
            string? former = null;
            foreach (var row in await walk.ReadSampleAsync(column, SampleRows, cancellationToken).ConfigureAwait(false))
            {
                var (value, rowKey) = (row.Values[position]!, walk.RowKeyFor(row, position));
                try
                {
                    column.Encrypted.Demand(value, rowKey);
                    return;
                }
                catch (FieldTamperedException failure)
                {
                    tampered = failure;
                    former ??= known.FirstOrDefault(name => Opens(name, column, value, rowKey));
                }
                catch (EncryptionException)
                {
                    // Says what is wrong when it is read, and nothing of the name.
                }
            }

            if (tampered is not null)
                throw new RenamedColumnException(column.Encrypted.Location, column.Encrypted.StableName!, former, tampered);
        }
    }

    private bool Opens(string name, EncryptedTableColumn column, byte[] value, byte[] rowKey) =>
        ColumnName.TryParse(name, out var entity, out var property)
        && new FieldCipher(
            ring, ring.Column(entity, property), column.Encrypted.Location, ColumnSettings.Standard).IsUnderPresentName(value, rowKey);

    private async Task SaveAsync(DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException failure)
        {
            // Another process registered the same columns at this moment, or the database may only be read. The next start tries again.
            Log.ColumnsNotRegistered(ring.Logger, failure);
        }
    }
}
