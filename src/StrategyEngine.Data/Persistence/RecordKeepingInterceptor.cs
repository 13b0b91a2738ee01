using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption.Values;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>Fills in what every save owes: timestamps, version, actor and audit entries; refuses amounts that do not fit; names database errors.</summary>
/// <remarks>One stateless instance serves the process.</remarks>
internal sealed class RecordKeepingInterceptor : SaveChangesInterceptor
{
    private RecordKeepingInterceptor()
    {
    }

    public static RecordKeepingInterceptor Instance { get; } = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        var context = eventData.Context!;
        context.ChangeTracker.DetectChanges();
        Keep(context, AuditRecorder.TakeCascades(context));
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var context = eventData.Context!;
        context.ChangeTracker.DetectChanges();
        Keep(context, await AuditRecorder.TakeCascadesAsync(context, cancellationToken).ConfigureAwait(false));
        return result;
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData)
    {
        AuditRecorder.Forget(eventData.Context!);
        Rethrow(eventData);
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        SaveChangesFailed(eventData);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => AuditRecorder.Forget(eventData.Context!);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        SaveChangesCanceled(eventData);
        return Task.CompletedTask;
    }

    private static void Keep(DbContext context, List<Entity> takenAlong)
    {
        var now = Truncate(TradingOptionsExtension.Of(context).TimeProvider.GetUtcNow());
        var entries = context.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && TradingEntityTypes.IsOurs(entry.Metadata))
            .ToList();
        if (entries.Find(entry => entry is { Entity: IAppendOnly, State: not EntityState.Added }) is { } changed)
            throw new AppendOnlyRecordException(changed.Metadata.ClrType.Name, [changed]);
        foreach (var entry in entries.Where(entry => entry.State != EntityState.Deleted))
        {
            TruncateInstants(entry);
            RefuseUnstorableAmounts(entry);
            RefuseUnstorableText(entry);
            Stamp(entry, now);
        }

        AuditRecorder.Record(context, entries, takenAlong, now);
    }

    private static void Stamp(EntityEntry entry, DateTimeOffset now)
    {
        var added = entry.State == EntityState.Added;
        if (entry.Entity is ITimestamped)
        {
            if (added)
                entry.Property(nameof(ITimestamped.CreatedAt)).CurrentValue = now;
            entry.Property(nameof(ITimestamped.UpdatedAt)).CurrentValue = now;
        }

        if (entry.Entity is IVersioned)
        {
            var version = entry.Property(nameof(IVersioned.Version));
            version.CurrentValue = added ? 1L : (long)version.OriginalValue! + 1;
        }

        if (entry.Entity is IAudited)
        {
            if (added)
                entry.Property(nameof(IAudited.CreatedBy)).CurrentValue = AuditActor.Current;
            entry.Property(nameof(IAudited.UpdatedBy)).CurrentValue = AuditActor.Current;
        }
    }

    private static void TruncateInstants(EntityEntry entry)
    {
        foreach (var property in entry.Properties)
        {
            if (property.CurrentValue is DateTimeOffset instant && Truncate(instant) is var whole && (whole.Ticks != instant.Ticks || whole.Offset != instant.Offset))
                property.CurrentValue = whole;
        }
    }

    private static void RefuseUnstorableAmounts(EntityEntry entry)
    {
        foreach (var property in entry.Properties)
        {
            if (property.CurrentValue is not decimal amount || (entry.State == EntityState.Modified && !property.IsModified))
                continue;
            if (property.Metadata.GetPrecision() is not { } precision || property.Metadata.GetScale() is not { } scale)
                continue;
            if (decimal.Round(amount, scale) != amount || decimal.Truncate(Math.Abs(amount)) >= PowerOfTen(precision - scale))
                throw new AmountOutOfRangeException($"{entry.Metadata.ClrType.Name}.{property.Metadata.Name}", precision, scale);
        }
    }

    // SQLite enforces no length, and every engine would store a lone surrogate as something else.
    private static void RefuseUnstorableText(EntityEntry entry)
    {
        foreach (var property in entry.Properties.Where(property => entry.State == EntityState.Added || property.IsModified))
        {
            var fault = property switch
            {
                { CurrentValue: string text, Metadata: var metadata } when metadata.GetValueConverter() is null && metadata.GetMaxLength() is { } longest => text.Length switch
                {
                    0 when metadata.PropertyInfo?.IsDefined(typeof(RequiredMemberAttribute), inherit: false) is true => "is empty",
                    var length when length > longest => $"is longer than {longest} characters",
                    _ when !WellFormed.Is(text) => "holds half a surrogate pair",
                    _ => null,
                },
                { CurrentValue: Enum value } when !Enum.IsDefined(value.GetType(), value) => $"is no {value.GetType().Name}",
                _ => null,
            };
            if (fault is not null)
            {
                var field = $"{entry.Metadata.ClrType.Name}.{property.Metadata.Name}";
                throw new InvalidRecordException($"{field} {fault}. Correct it and save again; nothing was saved.", field, null, [entry]);
            }
        }
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static DateTimeOffset Truncate(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private static void Rethrow(DbContextErrorEventData eventData)
    {
        var error = TradingOptionsExtension.Of(eventData.Context!).Provider.Classify(eventData.Exception);
        switch (error.Kind)
        {
            case DatabaseErrorKind.Conflict:
                throw new WriteConflictException(Cause(eventData.Exception), Entries(eventData.Exception));
            case DatabaseErrorKind.Busy or DatabaseErrorKind.Transient:
                throw new DatabaseUnavailableException(Cause(eventData.Exception), Entries(eventData.Exception));
        }

        if (eventData.Exception is not DbUpdateException failure || failure is DbUpdateConcurrencyException)
            return;
        var records = string.Join(", ", failure.Entries.Where(entry => entry.Entity is not AuditEntry).Select(entry => entry.Metadata.ClrType.Name).Distinct());
        var named = error.Constraint is null ? "" : $" ({error.Constraint})";
        switch (error.Kind)
        {
            case DatabaseErrorKind.Duplicate:
                throw new DuplicateRecordException($"{records}: a record with the same unique key exists{named}. Load and change it, or choose another value.", error.Constraint, failure.InnerException, failure.Entries);
            case DatabaseErrorKind.ForeignKey:
                throw new ReferencedRecordException($"{records}: other records refer to it, or it refers to a record that is not there{named}. Delete or save those first.", error.Constraint, failure.InnerException, failure.Entries);
            case DatabaseErrorKind.Check:
                throw new InvalidRecordException($"{records}: a value is missing or outside what the table allows{named}. Correct it and save again.", error.Constraint, failure.InnerException, failure.Entries);
        }
    }

    // A provider that retries nothing wraps what it would have retried.
    private static Exception? Cause(Exception exception) => Failure(exception)?.InnerException ?? exception;

    private static IReadOnlyList<EntityEntry> Entries(Exception exception) => Failure(exception)?.Entries ?? [];

    private static DbUpdateException? Failure(Exception exception) => exception as DbUpdateException ?? exception.InnerException as DbUpdateException;
}
