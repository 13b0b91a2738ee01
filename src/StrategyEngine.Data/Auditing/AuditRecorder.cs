using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Auditing;

/// <summary>Adds one <see cref="AuditEntry"/> per changed audited record to the save that changes it.</summary>
internal static class AuditRecorder
{
    private static readonly string[] Bookkeeping =
    [
        nameof(Entity.Id), nameof(Entity.Version), nameof(Entity.CreatedAt), nameof(Entity.UpdatedAt), nameof(IAudited.CreatedBy), nameof(IAudited.UpdatedBy),
    ];

    /// <summary>Loads the audited records that the database would delete along with a deleted one, so that they are audited too.</summary>
    public static void LoadCascades(DbContext context)
    {
        foreach (var collection in Cascades(context))
            collection.Load();
        context.ChangeTracker.CascadeChanges();
    }

    /// <inheritdoc cref="LoadCascades" />
    public static async Task LoadCascadesAsync(DbContext context, CancellationToken cancellationToken)
    {
        foreach (var collection in Cascades(context))
            await collection.LoadAsync(cancellationToken).ConfigureAwait(false);
        context.ChangeTracker.CascadeChanges();
    }

    public static void Record(DbContext context, IReadOnlyList<EntityEntry> entries, DateTimeOffset now)
    {
        foreach (var entry in entries.Where(entry => entry.Entity is IAudited and Entity))
        {
            var changes = Changes(entry);
            if (entry.State == EntityState.Modified && changes.Count == 0)
                continue;
            context.Add(new AuditEntry
            {
                OccurredAt = now,
                Actor = AuditActor.Current,
                Action = entry.State switch
                {
                    EntityState.Added => AuditAction.Created,
                    EntityState.Deleted => AuditAction.Deleted,
                    _ => AuditAction.Updated,
                },
                EntityType = entry.Metadata.ClrType.Name,
                EntityId = ((Entity)entry.Entity).Id,
                Changes = changes,
            });
        }
    }

    /// <summary>Takes the entries of a save that failed out of the context, so that the next try does not record them twice.</summary>
    public static void Forget(DbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries<AuditEntry>().Where(entry => entry.State == EntityState.Added).ToList())
            entry.State = EntityState.Detached;
    }

    private static List<CollectionEntry> Cascades(DbContext context) =>
        context.ChangeTracker.Entries()
            .Where(entry => entry.State == EntityState.Deleted)
            .SelectMany(entry => entry.Collections)
            .Where(collection => !collection.IsLoaded
                && collection.Metadata is INavigation { ForeignKey.DeleteBehavior: DeleteBehavior.Cascade } navigation
                && typeof(IAudited).IsAssignableFrom(navigation.TargetEntityType.ClrType))
            .ToList();

    private static JsonObject Changes(EntityEntry entry)
    {
        var changes = new JsonObject();
        foreach (var property in entry.Properties.Where(property => !property.Metadata.IsShadowProperty() && !Bookkeeping.Contains(property.Metadata.Name)))
        {
            if (entry.State == EntityState.Modified && !property.IsModified)
                continue;
            var isEncrypted = property.Metadata.PropertyInfo?.GetCustomAttribute<EncryptedAttribute>() is not null;
            var old = entry.State == EntityState.Added ? null : Value(property.OriginalValue, isEncrypted);
            var @new = entry.State == EntityState.Deleted ? null : Value(property.CurrentValue, isEncrypted);
            if (old is null && @new is null)
                continue;
            changes[property.Metadata.GetColumnName()] = new JsonObject { ["old"] = old, ["new"] = @new };
        }

        return changes;
    }

    private static JsonNode? Value(object? value, bool isEncrypted) => value switch
    {
        null => null,
        _ when isEncrypted => "***",
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        JsonObject json => json.DeepClone(),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
