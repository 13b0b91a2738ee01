using System.Globalization;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>One call of <see cref="MigrationRunner.VerifyAsync"/>. Changes nothing and takes no lock.</summary>
internal sealed class Verification(CompiledMigrations migrations, MigrationSession session, TradingProvider provider)
{
    private readonly List<MigrationFinding> _findings = [];

    public async Task<MigrationVerification> RunAsync(VerifyChecks checks, CancellationToken cancellationToken)
    {
        if (!await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            Fault("migrations.missing", "There is no database. Call MigrateAsync to make one.", []);
            return new MigrationVerification(_findings);
        }

        try
        {
            await LookAsync(checks, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (checks.HasFlag(VerifyChecks.Integrity) && provider.Classify(exception).Kind == DatabaseErrorKind.Corrupt)
        {
            // Whatever stumbled over it, this is what was asked for.
            Fault("migrations.corrupt", DatabaseErrorText.Of(provider, DatabaseErrorKind.Corrupt), [exception.Message]);
        }

        return new MigrationVerification(_findings);
    }

    private async Task LookAsync(VerifyChecks checks, CancellationToken cancellationToken)
    {
        await session.OpenAsync(cancellationToken).ConfigureAwait(false);
        var applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        var entries = await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
        var journal = new JournalState(entries);
        if (checks.HasFlag(VerifyChecks.History))
        {
            await LookAtHistoryAsync(
                SchemaStatus.Compare(databaseExists: true, applied, migrations.Ids, entries), journal, cancellationToken)
                .ConfigureAwait(false);
        }

        if (checks.HasFlag(VerifyChecks.Checksums))
            LookAtChecksums(applied, journal);
        if (checks.HasFlag(VerifyChecks.Drift) && applied.Count > 0)
            await LookAtDriftAsync(applied, journal, cancellationToken).ConfigureAwait(false);
        if (checks.HasFlag(VerifyChecks.PendingModel) && migrations.HasPendingModelChanges())
        {
            Fault(
                "migrations.pending_model",
                "The model has changes that no migration has. Scaffold one with 'dotnet ef migrations add'.",
                []);
        }

        if (checks.HasFlag(VerifyChecks.Integrity)
            && await session.FindDamageAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } damage)
        {
            Fault("migrations.corrupt", $"Damage was found: {string.Join("; ", damage)}. Do what each says, or restore a backup.", damage);
        }
    }

    private async Task LookAtHistoryAsync(MigrationStatus status, JournalState journal, CancellationToken cancellationToken)
    {
        if (status.Unknown.Count > 0)
        {
            var ahead = DatabaseAheadException.Over(status.Unknown, migrations.Ids.Count == 0 ? null : migrations.Ids[^1]);
            Fault(ahead.Code, ahead.Message, status.Unknown);
        }

        if (status.Pending.Count > 0)
            Fault("migrations.pending", $"{string.Join(", ", status.Pending)} is not applied. Call MigrateAsync.", status.Pending);
        if (status.OutOfOrder.Count > 0)
        {
            Fault(
                "migrations.out_of_order", new MigrationOutOfOrderException(status.OutOfOrder, status.Current!).Message, status.OutOfOrder);
        }

        if (journal.Interrupted is { } interrupted)
        {
            var message =
                $"{interrupted.MigrationId} was interrupted after {interrupted.CommandsDone} of {interrupted.CommandsTotal} commands. "
                + $"Call MigrateAsync of the same version: it goes on there.";
            Fault("migrations.interrupted", message, [interrupted.MigrationId!]);
        }

        if (await session.ReadEntityFrameworkLockAsync(cancellationToken).ConfigureAwait(false) is { } takenAt)
            Fault("migrations.ef_lock", new EntityFrameworkLockException(takenAt).Message, [takenAt]);
        if (journal.Missing(status.Applied) is { Count: > 0 } missing)
        {
            Inform(
                "migrations.external",
                $"{string.Join(", ", missing)} was applied by something else, so it cannot be verified. Call RepairAsync with "
                + $"AdoptExternal to enter it as it is.",
                missing);
        }
    }

    private void LookAtChecksums(IReadOnlyList<string> applied, JournalState journal)
    {
        var schema = new SchemaComparison(migrations, session);
        var nondeterministic = schema.FindNondeterministic(migrations.Ids);
        if (nondeterministic.Count > 0)
            Fault("migrations.nondeterministic", MigrationNondeterministicException.Compose(nondeterministic), nondeterministic);
        var edited = schema.FindEdited(applied, journal);
        if (edited.Count > 0)
            Fault("migrations.edited", MigrationEditedException.Compose(edited), edited);
        var changed = applied.Where(
            id => migrations.Knows(id)
                && !edited.Contains(id)
                && !nondeterministic.Contains(id)
                && journal.Find(id)?.SqlHash is { } hash
                && hash != migrations.Up(id).SqlHash).ToList();
        if (changed.Count > 0)
        {
            var version = string.Create(CultureInfo.InvariantCulture, $"Entity Framework {CompiledMigrations.EntityFrameworkVersion}");
            Inform(
                "migrations.sql_changed",
                $"{version} makes other SQL of {string.Join(", ", changed)} than the version that applied it. The operations are the "
                + $"same; nothing has to be done.",
                changed);
        }
    }

    private async Task LookAtDriftAsync(IReadOnlyList<string> applied, JournalState journal, CancellationToken cancellationToken)
    {
        if (journal.Fingerprint is null || !journal.Matches(applied))
        {
            Inform(
                "migrations.unstamped",
                "No run has noted the schema as it is now, so drift cannot be seen. Call RepairAsync with AcceptSchema once it is right.",
                []);
            return;
        }

        var drift = await new SchemaComparison(migrations, session).FindDriftAsync(applied, journal, cancellationToken)
            .ConfigureAwait(false);
        if (drift.Count > 0)
            Fault("migrations.drift", SchemaDriftException.Compose(drift), drift);
    }

    private void Fault(string code, string message, IReadOnlyList<string> details) =>
        _findings.Add(new MigrationFinding(code, true, message, details));

    private void Inform(string code, string message, IReadOnlyList<string> details) =>
        _findings.Add(new MigrationFinding(code, false, message, details));
}
