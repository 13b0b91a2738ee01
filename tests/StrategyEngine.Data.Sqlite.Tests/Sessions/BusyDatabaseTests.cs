using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Sqlite.Tests.Sessions;

[TestFixture]
public sealed class BusyDatabaseTests
{
    [Test]
    public async Task A_good_token_and_a_good_credential_are_accepted_while_another_connection_holds_the_write_lock()
    {
        var folder = Directory.CreateTempSubdirectory("busy-");
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path.Combine(folder.FullName, "trading.db")}")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(folder.CreateSubdirectory("keys"))))
            .BuildServiceProvider();
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        var accounts = services.GetRequiredService<AccountManager>();
        var sessions = services.GetRequiredService<SessionManager>();
        var userId = ((RegisterResult.Success)await accounts.RegisterAsync("ada", "ada@example.com", "velvet orchard 31 comet")).UserId;
        var token = ((CreateSessionResult.Created)await sessions.CreateSessionAsync(userId)).Tokens.AccessToken.Reveal();
        var credential = ((CreateServiceCredentialResult.Created)await services.GetRequiredService<ServiceCredentials>().CreateAsync(
            userId, new ServiceCredentialRequest { Name = "bot", Scopes = ["trade"], Lifetime = TimeSpan.FromDays(1) })).Key.Reveal();
        time.Advance(TimeSpan.FromMinutes(5));

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "trading.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var held = other.BeginTransaction();

            (await sessions.ValidateTokenAsync(token, TokenFreshness.Strict)).Should().BeOfType<ValidationResult.Valid>();
            (await services.GetRequiredService<ServiceCredentials>().AuthenticateAsync(credential)).Should()
                .BeOfType<ServiceAuthenticationResult.Valid>();
        }

        (await sessions.ValidateTokenAsync(token, TokenFreshness.Strict)).Should().BeOfType<ValidationResult.Valid>();
        (await sessions.ListSessionsAsync(userId))
            .Should().ContainSingle().Which.LastSeenAt.Should()
            .Be(time.GetUtcNow(), "the next use writes down what the busy database did not take");
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
