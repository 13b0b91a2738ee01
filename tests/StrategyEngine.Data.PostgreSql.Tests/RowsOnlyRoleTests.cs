using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests;

/// <summary>What an application does under a role that may only read and write rows, and while its connections break.</summary>
public sealed class RowsOnlyRoleTests : Specification<RowsOnlyTestDatabase>
{
    private const string Password = "harbor lantern 9 quilt";

    [Test]
    public async Task An_administrator_s_work_on_keys_and_sessions_needs_rows_only()
    {
        var accounts = Get<AccountManager>();
        var registered = (RegisterResult.Success)await accounts.RegisterAsync("ada", "ada@example.com", Password);
        (await accounts.LogInAsync("ada", Password)).Should().BeOfType<LoginResult.Success>();
        var keys = Get<EncryptionKeyManager>();
        var former = (await keys.GetStatusAsync()).ActiveKey!;

        await keys.RotateDataKeyAsync();
        (await keys.ReencryptAsync()).IsComplete.Should().BeTrue();
        Time.Advance(DataKeyRing.RefreshInterval);
        await keys.RevokeAsync(former.KeyId);
        await keys.VerifyAsync();
        (await Get<SessionManager>().CleanupExpiredSessionsAsync()).Sessions.Should().Be(0);
        (await Get<SessionManager>().ListSigningKeysAsync()).Should().NotBeEmpty();
        await accounts.EraseAsync(registered.UserId);

        (await Get<MigrationRunner>().GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await Get<DatabaseAdministrator>().GetDatabaseInfoAsync()).Tables.Should()
            .Contain(table => table.Name == "users" && table.Rows == 1);
        (await Get<Auditing.AuditTrail>().GetHistoryAsync<User>(registered.UserId)).Should().NotBeEmpty();
    }

    [Test]
    public async Task Migrating_under_it_is_refused_by_type()
    {
        await TestDatabase.ExecuteAsync("DELETE FROM trading.__trading_migrations; DROP TABLE trading.__trading_migration_journal");

        var refused =
            (await Get<MigrationRunner>().Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<DatabaseUnusableException>()).Which;

        refused.Reason.Should().Be(DatabaseUnusableReason.NotPermitted);
    }

    [Test]
    public async Task Connections_that_an_administrator_ends_are_made_anew()
    {
        var accounts = Get<AccountManager>();
        await accounts.RegisterAsync("ada", "ada@example.com", Password);
        var tokens = ((LoginResult.Success)await accounts.LogInAsync("ada", Password)).Tokens;

        await EndConnectionsAsync();
        tokens = ((RefreshResult.Rotated)await Get<SessionManager>().RefreshTokenAsync(tokens.RefreshToken.Reveal())).Tokens;
        await EndConnectionsAsync();
        (await Get<SessionManager>().ValidateTokenAsync(tokens.AccessToken.Reveal(), TokenFreshness.Strict)).Should()
            .BeOfType<ValidationResult.Valid>();
        await EndConnectionsAsync();
        await using var context = CreateContext();
        (await context.Users.CountAsync()).Should().Be(1);
    }

    private Task EndConnectionsAsync() => TestDatabase.ExecuteAsync(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user");
}
