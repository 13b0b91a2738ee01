using System.Data.Common;
using System.Transactions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Binds secrets to their rows and fills blind indexes before a save. Stateless.</summary>
internal sealed class EncryptionSaveChangesInterceptor : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        try
        {
            Demand(eventData.Context);
            if (Pending(eventData.Context) is not { } pending)
            {
                WatchIfEncrypted(eventData.Context);
                return result;
            }

            var model = EncryptedModel.Of(eventData.Context!.Model);
            EncryptionOptionsExtension.RingOf(eventData.Context)?.Prepare(model, InTransaction(eventData.Context));
            Stamp(pending);
            Watch(eventData.Context);
        }
        catch (TradingDataException reason)
        {
            throw new EncryptionUpdateException(reason);
        }
        catch (DbException failure)
        {
            throw new EncryptionUpdateException(KeysUnreadable(failure));
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        try
        {
            Demand(eventData.Context);
            if (Pending(eventData.Context) is not { } pending)
            {
                WatchIfEncrypted(eventData.Context);
                return result;
            }

            var model = EncryptedModel.Of(eventData.Context!.Model);
            if (EncryptionOptionsExtension.RingOf(eventData.Context) is { } ring)
                await ring.PrepareAsync(model, InTransaction(eventData.Context), cancellationToken).ConfigureAwait(false);
            Stamp(pending);
            Watch(eventData.Context);
        }
        catch (TradingDataException reason)
        {
            throw new EncryptionUpdateException(reason);
        }
        catch (DbException failure)
        {
            throw new EncryptionUpdateException(KeysUnreadable(failure));
        }

        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Unwatch(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Unwatch(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Unwatch(eventData.Context);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Unwatch(eventData.Context);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => Unwatch(eventData.Context);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        Unwatch(eventData.Context);
        return Task.CompletedTask;
    }

    // Before anything is sealed: the model may be in the hands of another ring.
    private static void Demand(DbContext? context)
    {
        if (context is not null)
            RingModels.Of(context)?.Demand();
    }

    /// <summary>
    /// Stamps again what interceptors of the application change or add after this one; Entity Framework looks for changes after all of
    /// them.
    /// </summary>
    private static void Watch(DbContext context)
    {
        Unwatch(context);
        context.ChangeTracker.DetectedAllChanges += Restamp;
    }

    private static void WatchIfEncrypted(DbContext? context)
    {
        if (context is not null && !EncryptedModel.Of(context.Model).IsEmpty)
            Watch(context);
    }

    private static void Unwatch(DbContext? context)
    {
        if (context is not null)
            context.ChangeTracker.DetectedAllChanges -= Restamp;
    }

    private static void Restamp(object? sender, DetectedChangesEventArgs detected)
    {
        if (!detected.ChangesFound)
            return;
        var tracker = (ChangeTracker)sender!;
        var detects = tracker.AutoDetectChangesEnabled;
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            if (Pending(tracker.Context) is { } pending)
                Stamp(pending);
        }
        catch (TradingDataException reason)
        {
            throw new EncryptionUpdateException(reason);
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }

    private static TradingDataException KeysUnreadable(DbException failure) => new(
        "encryption.keys_unreadable",
        "The tables of encryption could not be read, so that nothing was sealed or written. If the database is not migrated yet, migrate "
        + "it first (MigrationRunner.MigrateAsync, or the migrations of the context); otherwise the inner exception says why.",
        failure);

    private static List<(EntityEntry Entry, EncryptedEntity Entity)>? Pending(DbContext? context)
    {
        if (context is null)
            return null;
        var model = EncryptedModel.Of(context.Model);
        if (model.IsEmpty)
            return null;

        List<(EntityEntry, EncryptedEntity)>? pending = null;
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified && model.Find(entry.Metadata) is { } entity)
                (pending ??= []).Add((entry, entity));
        }

        return pending;
    }

    private static bool InTransaction(DbContext context) =>
        context.Database.CurrentTransaction is not null || Transaction.Current is not null;

    private static void Stamp(List<(EntityEntry Entry, EncryptedEntity Entity)> pending)
    {
        foreach (var (entry, entity) in pending)
        {
            foreach (var (source, index, column) in entity.Indexes)
                FillIndex(entry, entry.Property(source), entry.Property(index), column);
            if (entity.Secrets.Count > 0)
                SealSecrets(entry, entity);
        }
    }

    private static void FillIndex(EntityEntry entry, PropertyEntry source, PropertyEntry index, BlindIndexColumn column)
    {
        if (entry.State == EntityState.Added || source.IsModified || index.IsModified)
            index.CurrentValue = source.CurrentValue is string value ? column.TokenOf(value) : null;
    }

    private static void SealSecrets(EntityEntry entry, EncryptedEntity entity)
    {
        byte[]? rowKey = null;
        foreach (var (property, column) in entity.Secrets)
        {
            var secret = entry.Property(property);
            if (secret.CurrentValue is not { } value || (entry.State == EntityState.Modified && !secret.IsModified))
                continue;
            rowKey ??= RowKeyOf(entry, entity, property.Name);
            var sealedSecret = column.SealFor(value, rowKey);
            if (!ReferenceEquals(sealedSecret, value))
                secret.CurrentValue = sealedSecret;
        }
    }

    private static byte[] RowKeyOf(EntityEntry entry, EncryptedEntity entity, string secret)
    {
        var values = new object[entity.Key!.Properties.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var part = entry.Property(entity.Key.Properties[i]);
            if (part.IsTemporary || part.CurrentValue is not { } value)
                throw new UnboundSecretException(new FieldLocation(entity.EntityType.ShortName(), secret));
            if (!EntityRowKey.IsStoredAsItIs(part.Metadata, value))
            {
                throw new UnencodableValueException(
                    new FieldLocation(entity.EntityType.ShortName(), part.Metadata.Name),
                    $"{secret} is bound to it, and the key would be stored as another value than it has; normalise it before it is used");
            }

            values[i] = value;
        }

        return EntityRowKey.Of(entity.Key, values);
    }
}
