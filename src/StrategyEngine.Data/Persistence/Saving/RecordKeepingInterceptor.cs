using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// Fills in what every save owes: timestamps, version, actor and audit entries; refuses amounts that do not fit; names database errors.
/// </summary>
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
        var now = Instants.Now(TradingOptionsExtension.Of(context).TimeProvider);
        var entries = context.ChangeTracker.Entries()
            .Where(
                entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                    && TradingEntityTypes.IsOurs(entry.Metadata))
            .ToList();
        if (entries.Find(entry => entry is { Entity: IAppendOnly, State: not EntityState.Added }) is { } changed)
            throw new AppendOnlyRecordException(changed.Metadata.ClrType.Name, [changed]);
        foreach (var entry in entries.Where(entry => entry.State != EntityState.Deleted))
        {
            TruncateInstants(entry);
            RefuseUnstorable(entry);
            RefuseFixed(entry);
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
            if (property.CurrentValue is DateTimeOffset instant
                && Instants.Truncate(instant) is var whole
                && (whole.Ticks != instant.Ticks || whole.Offset != instant.Offset))
            {
                property.CurrentValue = whole;
            }
        }
    }

    private static void RefuseUnstorable(EntityEntry entry)
    {
        foreach (var property in entry.Properties.Where(property => entry.State == EntityState.Added || property.IsModified))
        {
            var rule = ValueRule.Of(property.Metadata);
            if (rule.Fault(property.CurrentValue) is not { } fault)
                continue;
            throw rule.IsAmount
                ? new AmountOutOfRangeException(rule.Field, rule.Precision, rule.Scale)
                : new InvalidRecordException(
                    $"{rule.Field} {fault}. Correct it and save again; nothing was saved.", rule.Field, null, [entry]);
        }
    }

    // Fills are booked by these: another mode would make other positions of the same fills.
    private static void RefuseFixed(EntityEntry entry)
    {
        if (entry is not { Entity: TradingAccount, State: EntityState.Modified }
            || entry.Property(nameof(TradingAccount.FirstFillAt)).OriginalValue is null)
        {
            return;
        }

        foreach (var name in TradingAccount.Fixed)
        {
            var property = entry.Property(name);
            if (property.IsModified && !Equals(property.CurrentValue, property.OriginalValue))
            {
                throw new InvalidRecordException(
                    $"TradingAccount.{name} is fixed since the first fill of the account. Trade on another account; nothing was saved.",
                    $"TradingAccount.{name}",
                    null,
                    [entry]);
            }
        }
    }

    private static void Rethrow(DbContextErrorEventData eventData)
    {
        var provider = TradingOptionsExtension.Of(eventData.Context!).Provider;
        var error = provider.Classify(eventData.Exception);
        switch (error.Kind)
        {
            case DatabaseErrorKind.Conflict:
                throw new WriteConflictException(
                    $"{DatabaseErrorText.Of(provider, error.Kind)}"
                        + " Nothing was saved.", Cause(eventData.Exception), Entries(eventData.Exception));
            case DatabaseErrorKind.Busy or DatabaseErrorKind.Transient:
                throw new DatabaseUnavailableException(
                    $"{DatabaseErrorText.Of(provider, error.Kind)} If the connection broke during a commit,"
                        + " look first whether the records are there.",
                    Cause(eventData.Exception),
                    Entries(eventData.Exception));
        }

        if (eventData.Exception is not DbUpdateException failure || failure is DbUpdateConcurrencyException)
            return;
        var records = string.Join(
            ", ", failure.Entries.Where(entry => entry.Entity is not AuditEntry).Select(entry => entry.Metadata.ClrType.Name).Distinct());
        if (SaveFailure.Refused(error, records, "", failure.InnerException, failure.Entries) is { } refused)
            throw refused;
        if (error.Kind != DatabaseErrorKind.Other)
        {
            const string Rights = "Grant it SELECT, INSERT, UPDATE and DELETE on the tables.";
            throw new SaveFailedException(
                error.Kind,
                $"{DatabaseErrorText.Of(provider, error.Kind, Rights)} Nothing was saved.",
                failure.InnerException,
                failure.Entries);
        }
    }

    // Without a retrying strategy EF wraps a transient error in InvalidOperationException.
    private static Exception? Cause(Exception exception) => Failure(exception)?.InnerException ?? exception;

    private static IReadOnlyList<EntityEntry> Entries(Exception exception) => Failure(exception)?.Entries ?? [];

    private static DbUpdateException? Failure(Exception exception) =>
        exception as DbUpdateException ?? exception.InnerException as DbUpdateException;
}
