using System.Text.RegularExpressions;

using FluentAssertions;
using FluentAssertions.Execution;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>Every kind of error, on every engine, is told with what to do about it and without what nobody else may know.</summary>
public sealed partial class DatabaseErrorWordsTests
{
    private static readonly DatabaseErrorKind[] OfRecords =
        [DatabaseErrorKind.Duplicate, DatabaseErrorKind.ForeignKey, DatabaseErrorKind.Check];

    [Test]
    public void An_error_of_a_driver_is_of_its_kind()
    {
        using var scope = new AssertionScope();
        foreach (var (provider, kind, exception) in EngineErrors.All)
            provider.Classify(exception).Kind.Should().Be(kind, "{0} says {1}", provider.Name, exception.InnerException!.Message);
    }

    [Test]
    public void Every_kind_occurs_and_every_engine_has_those_it_can_have()
    {
        EngineErrors.All.Select(error => error.Kind).Should().Contain(Enum.GetValues<DatabaseErrorKind>());

        // A file has no server, one writer at a time, and nobody else to take its pages; SQL Server tells a failing disk as damage.
        Missing("SQLite").Should()
            .BeEquivalentTo([DatabaseErrorKind.Conflict, DatabaseErrorKind.Transient, DatabaseErrorKind.DatabaseMissing]);
        Missing("PostgreSQL").Should().BeEmpty();
        Missing("SQL Server").Should().BeEquivalentTo([DatabaseErrorKind.StorageFailed]);
    }

    [Test]
    public void The_words_of_every_kind_say_what_to_do_on_every_engine()
    {
        using var scope = new AssertionScope();
        foreach (var provider in EngineErrors.Providers)
        {
            foreach (var kind in Enum.GetValues<DatabaseErrorKind>())
                ShouldHelp(DatabaseErrorText.Of(provider, kind), $"{provider.Name} {kind}");
        }
    }

    [Test]
    public void The_words_of_a_kind_are_those_of_no_other_one()
    {
        foreach (var provider in EngineErrors.Providers)
            Enum.GetValues<DatabaseErrorKind>().Select(kind => DatabaseErrorText.Of(provider, kind)).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void Whatever_met_the_error_says_what_to_do_and_tells_no_value()
    {
        using var scope = new AssertionScope();
        foreach (var (provider, kind, exception) in EngineErrors.All)
        {
            var cause = $"{provider.Name} {kind}";
            foreach (var told in Told(provider, kind, exception))
            {
                if (kind != DatabaseErrorKind.ForeignKey || told is not CandleTableException)
                    told.Message.Should().Contain(Sentence().Match(DatabaseErrorText.Of(kind, remedy: null)).Value, cause);
                ShouldHelp(told.Message, $"{told.GetType().Name} of {cause}");
            }
        }
    }

    [Test]
    public void An_administrator_and_a_migration_tell_every_error_of_the_database_as_a_whole()
    {
        using var scope = new AssertionScope();
        foreach (var (provider, kind, exception) in EngineErrors.All)
        {
            var isOfDatabase = !OfRecords.Contains(kind) && kind != DatabaseErrorKind.Other;
            (AdministrationErrors.Translate(provider, exception) is not null).Should().Be(isOfDatabase, "{0} {1}", provider.Name, kind);

            // What one migration met is told with the migration, as MigrationFailedException.
            var isOfMigration = kind is DatabaseErrorKind.SchemaMissing or DatabaseErrorKind.DiskFull or DatabaseErrorKind.StorageFailed
                or DatabaseErrorKind.Conflict;
            (MigrationErrors.Translate(provider, exception) is not null)
                .Should().Be(isOfDatabase && !isOfMigration, "{0} {1}", provider.Name, kind);
        }
    }

    private static IEnumerable<Exception> Told(TradingProvider provider, DatabaseErrorKind kind, Exception exception)
    {
        yield return CandleTableException.Of(kind, provider.RemedyFor(kind), exception);
        if (AdministrationErrors.Translate(provider, exception) is { } administration)
            yield return administration;
        if (MigrationErrors.Translate(provider, exception) is { } migration and not MigrationLockedException)
            yield return migration;
        if (SaveFailure.Refused(provider.Classify(exception), "Trade", "", exception.InnerException, []) is { } refused)
            yield return refused;
    }

    private static IEnumerable<DatabaseErrorKind> Missing(string engine) =>
        Enum.GetValues<DatabaseErrorKind>()
            .Except(EngineErrors.All.Where(error => error.Provider.Name == engine).Select(error => error.Kind));

    private static void ShouldHelp(string message, string cause)
    {
        message.Should().MatchRegex(Imperative(), cause).And.NotContain(EngineErrors.Secret, cause);
        message.Should().NotMatchRegex("(?i)password=|data source=|/trading", cause);
    }

    [GeneratedRegex(@"^[^.]+\.")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"(^|[.;,:] )(Load|Delete|Correct|Call|Check|Let|Restore|Free|Grant|Run|Look|Connect|Save|REINDEX)\b")]
    private static partial Regex Imperative();
}
