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
        nameof(Entity.Id), nameof(Entity.Version), nameof(Entity.CreatedAt), nameof(Entity.UpdatedAt), nameof(IAudited.CreatedBy),
        nameof(IAudited.UpdatedBy),
    ];

    /// <summary>Leaves to the database what it deletes along with a deleted record, and gives the audited ones of it.</summary>
    /// <remarks>
    /// EF would delete each loaded dependent by a statement of its own, before its principal, and trip over those that are not loaded:
    /// a strategy over its signals. So dependents are detached; the cascade takes them.
    /// </remarks>
    public static List<Entity> TakeCascades(DbContext context)
    {
        var (taken, collections) = Detach(context);
        foreach (var collection in collections)
            Add(taken, Unloaded(collection).ToList());
        return taken;
    }

    /// <inheritdoc cref="TakeCascades" />
    public static async Task<List<Entity>> TakeCascadesAsync(DbContext context, CancellationToken cancellationToken)
    {
        var (taken, collections) = Detach(context);
        foreach (var collection in collections)
            Add(taken, await Unloaded(collection).ToListAsync(cancellationToken).ConfigureAwait(false));
        return taken;
    }

    /// <summary>Records the changes of <paramref name="entries"/>, and the deletion of what the database takes along.</summary>
    public static void Record(DbContext context, IReadOnlyList<EntityEntry> entries, IReadOnlyList<Entity> takenAlong, DateTimeOffset now)
    {
        foreach (var entry in entries.Where(entry => entry.Entity is IAudited and Entity))
        {
            var changes = Changes(Values(entry));
            if (entry.State == EntityState.Modified && changes.Count == 0)
                continue;
            var action = entry.State switch
            {
                EntityState.Added => AuditAction.Created,
                EntityState.Deleted => AuditAction.Deleted,
                _ => AuditAction.Updated,
            };
            context.Add(Entry((Entity)entry.Entity, action, changes, now));
        }

        foreach (var entity in takenAlong)
            context.Add(Entry(entity, AuditAction.Deleted, OldValues(context.Model.FindEntityType(entity.GetType())!, entity), now));
    }

    /// <summary>Takes the entries of a save that failed out of the context, so that the next try does not record them twice.</summary>
    public static void Forget(DbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries<AuditEntry>().Where(entry => entry.State == EntityState.Added).ToList())
            entry.State = EntityState.Detached;
    }

    private static (List<Entity> Taken, List<CollectionEntry> Collections) Detach(DbContext context)
    {
        context.ChangeTracker.CascadeChanges();
        var deleted = context.ChangeTracker.Entries<Entity>().Where(entry => entry.State == EntityState.Deleted)
            .ToDictionary(entry => entry.Entity.Id);
        var dependents = deleted.Values.Where(entry => entry.Metadata.GetForeignKeys().Any(foreignKey => IsTaken(entry, foreignKey)))
            .ToList();
        foreach (var dependent in dependents)
            dependent.State = EntityState.Detached;

        var collections = deleted.Values.Except(dependents)
            .SelectMany(entry => entry.Collections)
            .Where(collection => collection.Metadata is INavigation { ForeignKey.DeleteBehavior: DeleteBehavior.Cascade } navigation
                && typeof(Entity).IsAssignableFrom(navigation.TargetEntityType.ClrType)
                && typeof(IAudited).IsAssignableFrom(navigation.TargetEntityType.ClrType))
            .ToList();
        return (dependents.Select(entry => entry.Entity).Where(entity => entity is IAudited).ToList(), collections);

        bool IsTaken(EntityEntry<Entity> entry, IForeignKey foreignKey) =>
            foreignKey is { DeleteBehavior: DeleteBehavior.Cascade, Properties: [var property] }
            && entry.Property(property.Name).CurrentValue is Guid principal
            && deleted.TryGetValue(principal, out var found)
            && found.Metadata == foreignKey.PrincipalEntityType;
    }

    private static IQueryable<Entity> Unloaded(CollectionEntry collection) => ((IQueryable<Entity>)collection.Query()).AsNoTracking();

    private static void Add(List<Entity> taken, List<Entity> further)
    {
        var known = taken.Select(entity => entity.Id).ToHashSet();
        taken.AddRange(further.Where(entity => known.Add(entity.Id)));
    }

    /// <summary>The entry for one change of one record.</summary>
    /// <param name="entity">The record.</param>
    /// <param name="action">What happened.</param>
    /// <param name="values">Its values before and after, null where there is none; of what is not audited, too.</param>
    /// <param name="now">When.</param>
    public static AuditEntry Entry(
        Entity entity, AuditAction action, IEnumerable<(IProperty Property, object? Old, object? New)> values, DateTimeOffset now) =>
        Entry(entity, action, Changes(values), now);

    private static AuditEntry Entry(Entity entity, AuditAction action, JsonObject changes, DateTimeOffset now) => new()
    {
        OccurredAt = now,
        Actor = AuditActor.Current,
        Action = action,
        EntityType = entity.GetType().Name,
        EntityId = entity.Id,
        Changes = changes,
    };

    private static IEnumerable<(IProperty Property, object? Old, object? New)> OldValues(IEntityType entityType, Entity entity) =>
        entityType.GetProperties().Where(IsRecorded)
            .Select(property => (property, property.GetGetter().GetClrValue(entity), (object?)null));

    private static bool IsRecorded(IProperty property) => !property.IsShadowProperty() && !Bookkeeping.Contains(property.Name);

    private static bool IsEncrypted(IProperty property) => property.PropertyInfo?.GetCustomAttribute<EncryptedAttribute>() is not null;

    private static IEnumerable<(IProperty Property, object? Old, object? New)> Values(EntityEntry entry) => entry.Properties
        .Where(property => IsRecorded(property.Metadata) && (entry.State != EntityState.Modified || property.IsModified))
        .Select(property => (
            property.Metadata,
            entry.State == EntityState.Added ? null : property.OriginalValue,
            entry.State == EntityState.Deleted ? null : property.CurrentValue));

    private static JsonObject Changes(IEnumerable<(IProperty Property, object? Old, object? New)> values)
    {
        var changes = new JsonObject();
        foreach (var (property, oldValue, newValue) in values)
        {
            if (!IsRecorded(property))
                continue;
            var (old, @new) = (Value(property, oldValue), Value(property, newValue));
            if (old is not null || @new is not null)
                changes[property.GetColumnName()] = new JsonObject { ["old"] = old, ["new"] = @new };
        }

        return changes;
    }

    private static JsonNode? Value(IProperty property, object? value) => value switch
    {
        null => null,
        _ when IsEncrypted(property) => "***",
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        JsonObject json => json.DeepClone(),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ when property.GetValueConverter()?.ConvertToProvider(value) is string stored => stored,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
